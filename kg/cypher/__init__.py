"""Read-only openCypher over the graph.

with Cypher() as cypher:
    cypher.query(graph, "MATCH (c:Company)-[:develops]->(p:Product) RETURN c.name, p.name LIMIT 5").rows
"""

from kg.cypher.engine import Cypher, Table

__all__ = ["Cypher", "Table"]
