-- CreateTable
CREATE TABLE "closure_judgements" (
    "closure_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "due_since" DATETIME,
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

-- CreateIndex
CREATE INDEX "closure_judgements_terminal_id_number_idx" ON "closure_judgements"("terminal_id", "number");

-- CreateIndex
CREATE INDEX "closure_judgements_due_since_idx" ON "closure_judgements"("due_since");

-- CreateIndex
CREATE INDEX "closure_judgements_company_id_rank_worst_e4_idx" ON "closure_judgements"("company_id", "rank", "worst_e4");

-- Closures that are there already are judged as soon as the hub runs.
INSERT INTO closure_judgements (closure_id, company_id, store_id, terminal_id, number, due_since)
SELECT id, company_id, store_id, terminal_id, number, received_at FROM closures;
