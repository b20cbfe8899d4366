-- DropIndex
DROP INDEX "notification_deliveries_terminal_id_idx";

-- DropIndex
DROP INDEX "notifications_company_id_created_at_idx";

-- AlterTable
ALTER TABLE "notification_deliveries" ADD COLUMN     "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "companies" ADD COLUMN     "prices_told_version" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "notification_deliveries_terminal_id_expires_at_idx" ON "notification_deliveries"("terminal_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_company_id_position_key" ON "notifications"("company_id", "position");
