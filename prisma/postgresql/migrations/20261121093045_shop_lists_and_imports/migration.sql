-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "name_folded" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "cashiers" ADD COLUMN     "password_set_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "product_imports" (
    "id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL DEFAULT '',
    "source" BYTEA NOT NULL,
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
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "product_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_import_faults" (
    "import_id" TEXT NOT NULL,
    "row_number" INTEGER NOT NULL,
    "faults" TEXT NOT NULL,
    "cells" TEXT NOT NULL,

    CONSTRAINT "product_import_faults_pkey" PRIMARY KEY ("import_id","row_number")
);

-- CreateIndex
CREATE INDEX "product_imports_company_id_created_at_idx" ON "product_imports"("company_id", "created_at");

-- CreateIndex
CREATE INDEX "product_imports_state_leased_until_idx" ON "product_imports"("state", "leased_until");

-- CreateIndex
CREATE INDEX "products_company_id_name_folded_id_idx" ON "products"("company_id", "name_folded", "id");

-- CreateIndex
CREATE INDEX "customers_company_id_name_folded_id_idx" ON "customers"("company_id", "name_folded", "id");

-- CreateIndex
CREATE INDEX "audit_entries_chain_subject_type_subject_id_idx" ON "audit_entries"("chain", "subject_type", "subject_id");

-- AddForeignKey
ALTER TABLE "product_import_faults" ADD CONSTRAINT "product_import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "product_imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names are searched in a folded form from now on; the next change of a row folds it as the hub does. Whoever set a cashier's
-- password so far knew it.
UPDATE "customers" SET "name_folded" = lower("name" || ' ' || "last_name");
UPDATE "cashiers" SET "password_set_at" = "created_at";
