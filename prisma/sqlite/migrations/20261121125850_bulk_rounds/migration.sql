-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_bulk_changes" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "undone" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',
    "created_by_id" TEXT,
    "created_by_name" TEXT NOT NULL,
    "acting_id" TEXT,
    "created_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "finished_at" DATETIME,
    "applied_at" DATETIME,
    "undo_until" DATETIME,
    "leased_until" DATETIME,
    "leased_by" TEXT
);
INSERT INTO "new_bulk_changes" ("changed", "changes", "company_id", "created_at", "created_by_id", "created_by_name", "failure", "filter", "finished_at", "id", "kind", "leased_by", "leased_until", "model", "next_position", "refused", "row_count", "started_at", "state", "unchanged", "undo_until") SELECT "changed", "changes", "company_id", "created_at", "created_by_id", "created_by_name", "failure", "filter", "finished_at", "id", "kind", "leased_by", "leased_until", "model", "next_position", "refused", "row_count", "started_at", "state", "unchanged", "undo_until" FROM "bulk_changes";
DROP TABLE "bulk_changes";
ALTER TABLE "new_bulk_changes" RENAME TO "bulk_changes";
CREATE INDEX "bulk_changes_company_id_idx" ON "bulk_changes"("company_id");
CREATE INDEX "bulk_changes_created_by_id_created_at_idx" ON "bulk_changes"("created_by_id", "created_at");
CREATE INDEX "bulk_changes_state_leased_until_idx" ON "bulk_changes"("state", "leased_until");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "bulk_change_rows_change_id_outcome_position_idx" ON "bulk_change_rows"("change_id", "outcome", "position");
