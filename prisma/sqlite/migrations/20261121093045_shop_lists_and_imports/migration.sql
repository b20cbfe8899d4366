-- AlterTable
ALTER TABLE "cashiers" ADD COLUMN "password_set_at" DATETIME;

-- CreateTable
CREATE TABLE "product_imports" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL DEFAULT '',
    "source" BLOB NOT NULL,
    "encoding" TEXT NOT NULL,
    "separator" TEXT NOT NULL,
    "column_names" TEXT NOT NULL,
    "has_header" BOOLEAN NOT NULL DEFAULT true,
    "mapping" TEXT NOT NULL DEFAULT '{}',
    "number_form" TEXT NOT NULL DEFAULT 'en',
    "store_id" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "next_row" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "wrong" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',
    "leased_until" DATETIME,
    "leased_by" TEXT,
    "created_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "finished_at" DATETIME
);

-- CreateTable
CREATE TABLE "product_import_faults" (
    "import_id" TEXT NOT NULL,
    "row_number" INTEGER NOT NULL,
    "faults" TEXT NOT NULL,
    "cells" TEXT NOT NULL,

    PRIMARY KEY ("import_id", "row_number"),
    CONSTRAINT "product_import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "product_imports" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_customers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL DEFAULT '',
    "phone_number" TEXT,
    "phone_normalized" TEXT,
    "email" TEXT,
    "address_line_1" TEXT,
    "address_line_2" TEXT,
    "address_line_3" TEXT,
    "zip_code" TEXT,
    "tax_id" TEXT,
    "is_walk_in" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "terminal_fields" TEXT NOT NULL DEFAULT '{}',
    "erased_at" DATETIME,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "updated_at" DATETIME NOT NULL,
    "deleted_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "customers_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_customers" ("address_line_1", "address_line_2", "address_line_3", "company_id", "created_at", "deleted_at", "email", "id", "is_active", "is_walk_in", "last_name", "name", "phone_normalized", "phone_number", "tax_id", "terminal_fields", "updated_at", "version", "zip_code") SELECT "address_line_1", "address_line_2", "address_line_3", "company_id", "created_at", "deleted_at", "email", "id", "is_active", "is_walk_in", "last_name", "name", "phone_normalized", "phone_number", "tax_id", "terminal_fields", "updated_at", "version", "zip_code" FROM "customers";
DROP TABLE "customers";
ALTER TABLE "new_customers" RENAME TO "customers";
CREATE INDEX "customers_company_id_version_idx" ON "customers"("company_id", "version");
CREATE INDEX "customers_company_id_name_folded_id_idx" ON "customers"("company_id", "name_folded", "id");
CREATE UNIQUE INDEX "customers_company_id_phone_normalized_key" ON "customers"("company_id", "phone_normalized");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "product_imports_company_id_created_at_idx" ON "product_imports"("company_id", "created_at");

-- CreateIndex
CREATE INDEX "product_imports_state_leased_until_idx" ON "product_imports"("state", "leased_until");

-- CreateIndex
CREATE INDEX "products_company_id_name_folded_id_idx" ON "products"("company_id", "name_folded", "id");

-- CreateIndex
CREATE INDEX "audit_entries_chain_subject_type_subject_id_idx" ON "audit_entries"("chain", "subject_type", "subject_id");

-- Names are searched in a folded form from now on; the next change of a row folds it as the hub does. Whoever set a cashier's
-- password so far knew it.
UPDATE "customers" SET "name_folded" = lower("name" || ' ' || "last_name");
UPDATE "cashiers" SET "password_set_at" = "created_at";
