#!/bin/sh
# What the tests need on Debian: Chromium, a font that has Chinese, LibreOffice to open slides, Poppler to open PDFs,
# and PostgreSQL (which they start themselves).
set -eu
missing=""
command -v chromium >/dev/null || missing="chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
command -v soffice >/dev/null || missing="$missing libreoffice-impress"
command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
[ -n "$(ls /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null)" ] || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
[ "$(id -u)" = 0 ] && as_root="" || as_root="sudo"
$as_root apt-get update -qq
# shellcheck disable=SC2086 - one word each
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
