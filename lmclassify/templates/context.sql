{# The labels of statements of documents, given by those around them as well as by their own scores, as
   lmclassify/model/context.py computes them. In DuckDB's SQL only. #}
WITH own AS (
  SELECT batch.id, batch.row, scores.coverage,
{% for label in all_labels %}
    LN(scores.{{ label }}) - (LN(scores.{{ all_labels | join(") + LN(scores.") }})) / {{ all_labels | length }}
    AS {{ label }}{{ "" if loop.last else "," }}
{% endfor %}
  FROM batch JOIN {{ scores }} AS scores ON scores.id = batch.id
),
around AS (
  SELECT id, coverage, {{ all_labels | join(", ") }},
{% for radius in radii %}
{% set last = loop.last %}
{% for label in all_labels %}
    (SUM({{ label }}) OVER within_{{ radius }} - {{ label }})
    / GREATEST(1, COUNT(*) OVER within_{{ radius }} - 1) AS {{ label }}_{{ radius }}
    {{- "" if last and loop.last else "," }}
{% endfor %}
{% endfor %}
  FROM own
  WINDOW
{% for radius in radii %}
    within_{{ radius }} AS (
      PARTITION BY row ORDER BY id ROWS BETWEEN {{ radius }} PRECEDING AND {{ radius }} FOLLOWING
    ){{ "" if loop.last else "," }}
{% endfor %}
),
logits AS (
  SELECT id, coverage,
    CASE WHEN coverage > 0 THEN 'known' ELSE 'unknown' END AS state,
{% for label in labels %}
    {{ sums[label] }} AS {{ label }}{{ "" if loop.last else "," }}
{% endfor %}
  FROM around
),
{% include "labels.sql" %}
