-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "acting_until" TIMESTAMPTZ(3);
