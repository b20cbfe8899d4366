-- CreateTable
CREATE TABLE "terminal_moves" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "company_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_code" TEXT NOT NULL,
    "moved_at" DATETIME NOT NULL,
    CONSTRAINT "terminal_moves_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "terminal_moves_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "terminal_moves_terminal_id_moved_at_idx" ON "terminal_moves"("terminal_id", "moved_at");

-- CreateIndex
CREATE INDEX "terminal_moves_company_id_idx" ON "terminal_moves"("company_id");
