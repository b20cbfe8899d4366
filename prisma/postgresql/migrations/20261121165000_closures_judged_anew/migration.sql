-- More figures of a closure are compared now: each is judged anew.
UPDATE closure_judgements SET due_since = now(), marks = marks + 1;
