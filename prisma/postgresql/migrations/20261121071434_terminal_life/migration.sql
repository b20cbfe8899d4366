-- AlterTable
ALTER TABLE "terminal_states" ADD COLUMN     "repeat_count" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "terminal_former_secrets" (
    "secret_hash" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_code" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "terminal_former_secrets_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateIndex
CREATE INDEX "terminal_former_secrets_terminal_id_idx" ON "terminal_former_secrets"("terminal_id");

-- CreateIndex
CREATE INDEX "conflicts_terminal_id_idx" ON "conflicts"("terminal_id");

-- AddForeignKey
ALTER TABLE "terminal_former_secrets" ADD CONSTRAINT "terminal_former_secrets_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "terminal_former_secrets" ADD CONSTRAINT "terminal_former_secrets_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;
