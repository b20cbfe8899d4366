-- Printed by prisma/search-index.ts, which says what it is.

CREATE TABLE search_entries (
    id INTEGER NOT NULL PRIMARY KEY,
    company_id INTEGER,
    kind TEXT NOT NULL,
    row_id TEXT NOT NULL,
    keys TEXT NOT NULL,
    open TEXT NOT NULL,
    personal TEXT NOT NULL
);
CREATE UNIQUE INDEX search_entries_kind_row_id_key ON search_entries(kind, row_id);

CREATE VIRTUAL TABLE search_index USING fts5(
    keys, open, personal,
    content = 'search_entries', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);

CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, keys, open, personal) VALUES (NEW.id, NEW.keys, NEW.open, NEW.personal);
END;
CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, keys, open, personal)
    VALUES ('delete', OLD.id, OLD.keys, OLD.open, OLD.personal);
END;

CREATE TRIGGER companies_search_insert AFTER INSERT ON companies BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.id, 'company', NEW.id, 'kcompany c' || NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name, '') || ' ' || coalesce(NEW.slug, '') || ' ' || coalesce(NEW.office_code, '') || ' ' || coalesce(NEW.vat_number, '') || ' ' || coalesce(NEW.companies_house_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER companies_search_update AFTER UPDATE OF name, slug, office_code, vat_number, companies_house_number, deleted_at ON companies
WHEN OLD.name IS NOT NEW.name OR OLD.slug IS NOT NEW.slug OR OLD.office_code IS NOT NEW.office_code OR OLD.vat_number IS NOT NEW.vat_number OR OLD.companies_house_number IS NOT NEW.companies_house_number OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'company' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.id, 'company', NEW.id, 'kcompany c' || NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name, '') || ' ' || coalesce(NEW.slug, '') || ' ' || coalesce(NEW.office_code, '') || ' ' || coalesce(NEW.vat_number, '') || ' ' || coalesce(NEW.companies_house_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER companies_search_delete AFTER DELETE ON companies BEGIN
    DELETE FROM search_entries WHERE kind = 'company' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.id, 'company', r.id, 'kcompany c' || r.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.name, '') || ' ' || coalesce(r.slug, '') || ' ' || coalesce(r.office_code, '') || ' ' || coalesce(r.vat_number, '') || ' ' || coalesce(r.companies_house_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), ''
FROM companies r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER stores_search_insert AFTER INSERT ON stores BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'store', NEW.id, 'kstore c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.brand_name, '') || ' ' || coalesce(NEW.postal_code, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER stores_search_update AFTER UPDATE OF company_id, code, name, brand_name, postal_code, deleted_at ON stores
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.code IS NOT NEW.code OR OLD.name IS NOT NEW.name OR OLD.brand_name IS NOT NEW.brand_name OR OLD.postal_code IS NOT NEW.postal_code OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'store' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'store', NEW.id, 'kstore c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.brand_name, '') || ' ' || coalesce(NEW.postal_code, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER stores_search_delete AFTER DELETE ON stores BEGIN
    DELETE FROM search_entries WHERE kind = 'store' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'store', r.id, 'kstore c' || r.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.code, '') || ' ' || coalesce(r.name, '') || ' ' || coalesce(r.brand_name, '') || ' ' || coalesce(r.postal_code, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), ''
FROM stores r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER terminals_search_insert AFTER INSERT ON terminals BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'terminal', NEW.id, 'kterminal c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.serial_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER terminals_search_update AFTER UPDATE OF company_id, code, name, serial_number, deleted_at ON terminals
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.code IS NOT NEW.code OR OLD.name IS NOT NEW.name OR OLD.serial_number IS NOT NEW.serial_number OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'terminal' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'terminal', NEW.id, 'kterminal c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, '') || ' ' || coalesce(NEW.serial_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER terminals_search_delete AFTER DELETE ON terminals BEGIN
    DELETE FROM search_entries WHERE kind = 'terminal' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'terminal', r.id, 'kterminal c' || r.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.code, '') || ' ' || coalesce(r.name, '') || ' ' || coalesce(r.serial_number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), ''
FROM terminals r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER products_search_insert AFTER INSERT ON products BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'product', NEW.id, 'kproduct c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name_folded, '') || ' ' || coalesce(NEW.short_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER products_search_update AFTER UPDATE OF company_id, code, name_folded, short_name, deleted_at ON products
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.code IS NOT NEW.code OR OLD.name_folded IS NOT NEW.name_folded OR OLD.short_name IS NOT NEW.short_name OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'product' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'product', NEW.id, 'kproduct c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name_folded, '') || ' ' || coalesce(NEW.short_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER products_search_delete AFTER DELETE ON products BEGIN
    DELETE FROM search_entries WHERE kind = 'product' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'product', r.id, 'kproduct c' || r.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.code, '') || ' ' || coalesce(r.name_folded, '') || ' ' || coalesce(r.short_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), ''
FROM products r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER customers_search_insert AFTER INSERT ON customers BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'customer', NEW.id, 'kcustomer c' || NEW.company_id, '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name_folded, '') || ' ' || coalesce(NEW.email, '') || ' ' || coalesce(NEW.phone_normalized, '') || ' ' || coalesce(substr(NEW.phone_normalized, 2), '') || ' ' || coalesce(substr(NEW.phone_normalized, 3), '') || ' ' || coalesce(substr(NEW.phone_normalized, 4), ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL AND NEW.erased_at IS NULL;
END;
CREATE TRIGGER customers_search_update AFTER UPDATE OF company_id, name_folded, email, phone_normalized, deleted_at, erased_at ON customers
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.name_folded IS NOT NEW.name_folded OR OLD.email IS NOT NEW.email OR OLD.phone_normalized IS NOT NEW.phone_normalized OR OLD.deleted_at IS NOT NEW.deleted_at OR OLD.erased_at IS NOT NEW.erased_at BEGIN
    DELETE FROM search_entries WHERE kind = 'customer' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'customer', NEW.id, 'kcustomer c' || NEW.company_id, '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.name_folded, '') || ' ' || coalesce(NEW.email, '') || ' ' || coalesce(NEW.phone_normalized, '') || ' ' || coalesce(substr(NEW.phone_normalized, 2), '') || ' ' || coalesce(substr(NEW.phone_normalized, 3), '') || ' ' || coalesce(substr(NEW.phone_normalized, 4), ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL AND NEW.erased_at IS NULL;
END;
CREATE TRIGGER customers_search_delete AFTER DELETE ON customers BEGIN
    DELETE FROM search_entries WHERE kind = 'customer' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'customer', r.id, 'kcustomer c' || r.company_id, '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.name_folded, '') || ' ' || coalesce(r.email, '') || ' ' || coalesce(r.phone_normalized, '') || ' ' || coalesce(substr(r.phone_normalized, 2), '') || ' ' || coalesce(substr(r.phone_normalized, 3), '') || ' ' || coalesce(substr(r.phone_normalized, 4), ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l')
FROM customers r WHERE r.deleted_at IS NULL AND r.erased_at IS NULL ORDER BY r.id;

CREATE TRIGGER campaigns_search_insert AFTER INSERT ON campaigns BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'campaign', NEW.id, 'kcampaign c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER campaigns_search_update AFTER UPDATE OF company_id, code, name, deleted_at ON campaigns
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.code IS NOT NEW.code OR OLD.name IS NOT NEW.name OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'campaign' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'campaign', NEW.id, 'kcampaign c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.code, '') || ' ' || coalesce(NEW.name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), '' WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER campaigns_search_delete AFTER DELETE ON campaigns BEGIN
    DELETE FROM search_entries WHERE kind = 'campaign' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'campaign', r.id, 'kcampaign c' || r.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.code, '') || ' ' || coalesce(r.name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), ''
FROM campaigns r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER cashiers_search_insert AFTER INSERT ON cashiers BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'cashier', NEW.id, 'kcashier c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.first_name, '') || ' ' || coalesce(NEW.last_name, '') || ' ' || coalesce(NEW.user_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER cashiers_search_update AFTER UPDATE OF company_id, number, first_name, last_name, user_name, deleted_at ON cashiers
WHEN OLD.company_id IS NOT NEW.company_id OR OLD.number IS NOT NEW.number OR OLD.first_name IS NOT NEW.first_name OR OLD.last_name IS NOT NEW.last_name OR OLD.user_name IS NOT NEW.user_name OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'cashier' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NEW.company_id, 'cashier', NEW.id, 'kcashier c' || NEW.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.first_name, '') || ' ' || coalesce(NEW.last_name, '') || ' ' || coalesce(NEW.user_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER cashiers_search_delete AFTER DELETE ON cashiers BEGIN
    DELETE FROM search_entries WHERE kind = 'cashier' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT r.company_id, 'cashier', r.id, 'kcashier c' || r.company_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.number, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l'), replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.first_name, '') || ' ' || coalesce(r.last_name, '') || ' ' || coalesce(r.user_name, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l')
FROM cashiers r WHERE r.deleted_at IS NULL ORDER BY r.id;

CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NULL, 'person', NEW.id, 'kperson', '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.username, '') || ' ' || coalesce(NEW.display_name, '') || ' ' || coalesce(NEW.first_name, '') || ' ' || coalesce(NEW.last_name, '') || ' ' || coalesce(NEW.email, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER users_search_update AFTER UPDATE OF username, display_name, first_name, last_name, email, deleted_at ON users
WHEN OLD.username IS NOT NEW.username OR OLD.display_name IS NOT NEW.display_name OR OLD.first_name IS NOT NEW.first_name OR OLD.last_name IS NOT NEW.last_name OR OLD.email IS NOT NEW.email OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
    DELETE FROM search_entries WHERE kind = 'person' AND row_id = CAST(OLD.id AS TEXT);
    INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NULL, 'person', NEW.id, 'kperson', '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW.username, '') || ' ' || coalesce(NEW.display_name, '') || ' ' || coalesce(NEW.first_name, '') || ' ' || coalesce(NEW.last_name, '') || ' ' || coalesce(NEW.email, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l') WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
    DELETE FROM search_entries WHERE kind = 'person' AND row_id = CAST(OLD.id AS TEXT);
END;
INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT NULL, 'person', r.id, 'kperson', '', replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(r.username, '') || ' ' || coalesce(r.display_name, '') || ' ' || coalesce(r.first_name, '') || ' ' || coalesce(r.last_name, '') || ' ' || coalesce(r.email, ''), 'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ł', 'l'), 'Ł', 'l')
FROM users r WHERE r.deleted_at IS NULL ORDER BY r.id;
