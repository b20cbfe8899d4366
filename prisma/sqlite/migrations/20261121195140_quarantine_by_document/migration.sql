-- CreateIndex
CREATE INDEX "quarantined_items_terminal_id_document_uuid_idx" ON "quarantined_items"("terminal_id", "document_uuid");
