-- What people look for by name, by FTS5: the two kinds with many rows apart, because it gathers every row that a beginning fits.

DROP TRIGGER search_entries_insert;
DROP TRIGGER search_entries_delete;
DROP TABLE search_index;

CREATE VIRTUAL TABLE search_products USING fts5(
    keys, open, personal,
    content = 'search_entries', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);
INSERT INTO search_products (rowid, keys, open, personal)
    SELECT NEW.id, NEW.keys, NEW.open, NEW.personal FROM search_entries NEW WHERE NEW.kind = 'product';
CREATE TRIGGER search_products_insert AFTER INSERT ON search_entries WHEN NEW.kind = 'product' BEGIN
    INSERT INTO search_products (rowid, keys, open, personal) VALUES (NEW.id, NEW.keys, NEW.open, NEW.personal);
END;
CREATE TRIGGER search_products_delete AFTER DELETE ON search_entries WHEN OLD.kind = 'product' BEGIN
    INSERT INTO search_products (search_products, rowid, keys, open, personal)
    VALUES ('delete', OLD.id, OLD.keys, OLD.open, OLD.personal);
END;

CREATE VIRTUAL TABLE search_customers USING fts5(
    keys, open, personal,
    content = 'search_entries', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);
INSERT INTO search_customers (rowid, keys, open, personal)
    SELECT NEW.id, NEW.keys, NEW.open, NEW.personal FROM search_entries NEW WHERE NEW.kind = 'customer';
CREATE TRIGGER search_customers_insert AFTER INSERT ON search_entries WHEN NEW.kind = 'customer' BEGIN
    INSERT INTO search_customers (rowid, keys, open, personal) VALUES (NEW.id, NEW.keys, NEW.open, NEW.personal);
END;
CREATE TRIGGER search_customers_delete AFTER DELETE ON search_entries WHEN OLD.kind = 'customer' BEGIN
    INSERT INTO search_customers (search_customers, rowid, keys, open, personal)
    VALUES ('delete', OLD.id, OLD.keys, OLD.open, OLD.personal);
END;

CREATE VIRTUAL TABLE search_others USING fts5(
    keys, open, personal,
    content = 'search_entries', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);
INSERT INTO search_others (rowid, keys, open, personal)
    SELECT NEW.id, NEW.keys, NEW.open, NEW.personal FROM search_entries NEW WHERE NEW.kind NOT IN ('product', 'customer');
CREATE TRIGGER search_others_insert AFTER INSERT ON search_entries WHEN NEW.kind NOT IN ('product', 'customer') BEGIN
    INSERT INTO search_others (rowid, keys, open, personal) VALUES (NEW.id, NEW.keys, NEW.open, NEW.personal);
END;
CREATE TRIGGER search_others_delete AFTER DELETE ON search_entries WHEN OLD.kind NOT IN ('product', 'customer') BEGIN
    INSERT INTO search_others (search_others, rowid, keys, open, personal)
    VALUES ('delete', OLD.id, OLD.keys, OLD.open, OLD.personal);
END;
