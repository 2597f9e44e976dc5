// Swagger UI over our own description; nothing is sent to another host, so no validator either.
const place = document.getElementById("docs");
window.ui = SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
