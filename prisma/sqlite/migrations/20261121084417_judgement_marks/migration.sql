-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_closure_judgements" (
    "closure_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "due_since" DATETIME,
    "marks" INTEGER NOT NULL DEFAULT 0,
    "judged_at" DATETIME,
    "verdict" TEXT,
    "rule" TEXT,
    "rank" INTEGER NOT NULL DEFAULT 0,
    "worst_e4" BIGINT NOT NULL DEFAULT 0,
    "documents" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "doubled" INTEGER NOT NULL DEFAULT 0,
    "details" TEXT NOT NULL DEFAULT '{}',
    CONSTRAINT "closure_judgements_closure_id_fkey" FOREIGN KEY ("closure_id") REFERENCES "closures" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "closure_judgements_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "closure_judgements_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_closure_judgements" ("closure_id", "company_id", "details", "documents", "doubled", "due_since", "judged_at", "missing", "number", "rank", "rule", "store_id", "terminal_id", "verdict", "worst_e4") SELECT "closure_id", "company_id", "details", "documents", "doubled", "due_since", "judged_at", "missing", "number", "rank", "rule", "store_id", "terminal_id", "verdict", "worst_e4" FROM "closure_judgements";
DROP TABLE "closure_judgements";
ALTER TABLE "new_closure_judgements" RENAME TO "closure_judgements";
CREATE INDEX "closure_judgements_terminal_id_number_idx" ON "closure_judgements"("terminal_id", "number");
CREATE INDEX "closure_judgements_due_since_idx" ON "closure_judgements"("due_since");
CREATE INDEX "closure_judgements_company_id_rank_worst_e4_idx" ON "closure_judgements"("company_id", "rank", "worst_e4");
CREATE INDEX "closure_judgements_rank_closure_id_idx" ON "closure_judgements"("rank", "closure_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
