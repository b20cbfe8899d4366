-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "acting_company_id" INTEGER;

-- CreateTable
CREATE TABLE "saved_views" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "shared_to" TEXT,
    "query" TEXT NOT NULL,
    "columns" TEXT NOT NULL,
    "sort" TEXT,
    "is_pinned" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_changes" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "company_id" INTEGER,
    "kind" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "changes" TEXT NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "next_position" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "undo_until" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,

    CONSTRAINT "bulk_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_change_rows" (
    "change_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "row_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "company_id" INTEGER,
    "before" TEXT,
    "after" TEXT,
    "version" BIGINT,
    "outcome" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "bulk_change_rows_pkey" PRIMARY KEY ("change_id","position")
);

-- CreateTable
CREATE TABLE "data_imports" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "company_id" INTEGER,
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "source" BYTEA NOT NULL,
    "column_names" TEXT NOT NULL,
    "mapping" TEXT NOT NULL DEFAULT '{}',
    "number_form" TEXT NOT NULL DEFAULT 'en',
    "state" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "next_row" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "wrong" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,

    CONSTRAINT "data_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_import_faults" (
    "import_id" TEXT NOT NULL,
    "row_number" INTEGER NOT NULL,
    "faults" TEXT NOT NULL,
    "cells" TEXT NOT NULL,

    CONSTRAINT "data_import_faults_pkey" PRIMARY KEY ("import_id","row_number")
);

-- CreateIndex
CREATE INDEX "saved_views_model_shared_to_idx" ON "saved_views"("model", "shared_to");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_owner_id_model_name_key" ON "saved_views"("owner_id", "model", "name");

-- CreateIndex
CREATE INDEX "bulk_changes_company_id_idx" ON "bulk_changes"("company_id");

-- CreateIndex
CREATE INDEX "bulk_changes_created_by_id_created_at_idx" ON "bulk_changes"("created_by_id", "created_at");

-- CreateIndex
CREATE INDEX "bulk_changes_state_leased_until_idx" ON "bulk_changes"("state", "leased_until");

-- CreateIndex
CREATE INDEX "bulk_change_rows_company_id_idx" ON "bulk_change_rows"("company_id");

-- CreateIndex
CREATE INDEX "data_imports_company_id_created_at_idx" ON "data_imports"("company_id", "created_at");

-- CreateIndex
CREATE INDEX "data_imports_created_by_id_created_at_idx" ON "data_imports"("created_by_id", "created_at");

-- CreateIndex
CREATE INDEX "data_imports_state_leased_until_idx" ON "data_imports"("state", "leased_until");

-- CreateIndex
CREATE INDEX "product_barcodes_barcode_idx" ON "product_barcodes"("barcode");

-- CreateIndex
CREATE INDEX "closures_business_day_idx" ON "closures"("business_day");

-- CreateIndex
CREATE INDEX "closures_company_id_business_day_idx" ON "closures"("company_id", "business_day");

-- CreateIndex
CREATE INDEX "audit_entries_subject_type_subject_id_idx" ON "audit_entries"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_idx" ON "audit_entries"("actor_id");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "audit_entries_company_id_idx" ON "audit_entries"("company_id");

-- CreateIndex
CREATE INDEX "transactions_business_day_idx" ON "transactions"("business_day");

-- CreateIndex
CREATE INDEX "transactions_company_id_business_day_idx" ON "transactions"("company_id", "business_day");

-- CreateIndex
CREATE INDEX "transactions_company_id_total_e4_idx" ON "transactions"("company_id", "total_e4");

-- CreateIndex
CREATE INDEX "transactions_company_id_unique_id_idx" ON "transactions"("company_id", "unique_id");

-- CreateIndex
CREATE INDEX "transactions_customer_id_idx" ON "transactions"("customer_id");

-- CreateIndex
CREATE INDEX "sessions_last_seen_at_idx" ON "sessions"("last_seen_at");

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_change_rows" ADD CONSTRAINT "bulk_change_rows_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "bulk_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_import_faults" ADD CONSTRAINT "data_import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "data_imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;
