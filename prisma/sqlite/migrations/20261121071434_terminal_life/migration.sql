-- CreateTable
CREATE TABLE "terminal_former_secrets" (
    "secret_hash" TEXT NOT NULL PRIMARY KEY,
    "terminal_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_code" TEXT NOT NULL,
    "valid_until" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    CONSTRAINT "terminal_former_secrets_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "terminal_former_secrets_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_terminal_states" (
    "terminal_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "closure_number" INTEGER NOT NULL DEFAULT 1,
    "receipt_number" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" DATETIME,
    "last_address" TEXT,
    "last_push_at" DATETIME,
    "last_init_at" DATETIME,
    "last_health_at" DATETIME,
    "last_agent" TEXT,
    "repeat_count" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "terminal_states_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_terminal_states" ("closure_number", "company_id", "last_address", "last_agent", "last_health_at", "last_init_at", "last_push_at", "last_seen_at", "receipt_number", "terminal_id") SELECT "closure_number", "company_id", "last_address", "last_agent", "last_health_at", "last_init_at", "last_push_at", "last_seen_at", "receipt_number", "terminal_id" FROM "terminal_states";
DROP TABLE "terminal_states";
ALTER TABLE "new_terminal_states" RENAME TO "terminal_states";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "terminal_former_secrets_terminal_id_idx" ON "terminal_former_secrets"("terminal_id");

-- CreateIndex
CREATE INDEX "conflicts_terminal_id_idx" ON "conflicts"("terminal_id");
