-- AlterTable
ALTER TABLE "stores" ADD COLUMN     "key_products" TEXT NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "terminal_layouts" ADD COLUMN     "key_products" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'own',
ADD COLUMN     "sent_rows" TEXT NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "terminal_layout_versions" ADD COLUMN     "author" TEXT NOT NULL DEFAULT '';
