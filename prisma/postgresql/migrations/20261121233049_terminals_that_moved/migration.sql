-- CreateTable
CREATE TABLE "terminal_moves" (
    "id" SERIAL NOT NULL,
    "company_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_code" TEXT NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "terminal_moves_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "terminal_moves_terminal_id_moved_at_idx" ON "terminal_moves"("terminal_id", "moved_at");

-- CreateIndex
CREATE INDEX "terminal_moves_company_id_idx" ON "terminal_moves"("company_id");

-- AddForeignKey
ALTER TABLE "terminal_moves" ADD CONSTRAINT "terminal_moves_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "terminal_moves" ADD CONSTRAINT "terminal_moves_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;
