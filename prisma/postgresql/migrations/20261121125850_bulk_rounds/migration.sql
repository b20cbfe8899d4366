-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "acting_id" TEXT,
ADD COLUMN     "applied_at" TIMESTAMPTZ(3),
ADD COLUMN     "kept" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "undone" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "bulk_change_rows_change_id_outcome_position_idx" ON "bulk_change_rows"("change_id", "outcome", "position");
