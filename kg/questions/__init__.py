"""Questions in Chinese and English, read into a visible query and answered from the graph.

answer = ask(graph, "哪些產品為千問的數據閉環供數？")
plain_answer(graph, answer)["rows"]
"""

from kg.questions.ask import Asker, ask
from kg.questions.forms import builtin_forms
from kg.questions.found import Answer, Row
from kg.questions.plain import plain_answer

__all__ = ["Answer", "Asker", "Row", "ask", "builtin_forms", "plain_answer"]
