-- More figures of a closure are compared now: each is judged anew.
UPDATE closure_judgements SET due_since = CAST(unixepoch('subsec') * 1000 AS INTEGER), marks = marks + 1;
