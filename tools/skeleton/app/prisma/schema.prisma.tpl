generator client {
  provider               = "prisma-client"
  output                 = "../src/generated/prisma"
  runtime                = "nodejs"
  moduleFormat           = "esm"
  importFileExtension    = "js"
}

datasource db {
  provider = "postgresql"
}

model {{Noun}} {
  tenantId String   @map("tenant_id") @db.Uuid
  id       String   @db.Uuid
  estateId String   @map("estate_id") @db.Uuid
  title    String
  openedAt DateTime @map("opened_at") @db.Timestamptz(3)
  openerId String   @map("opener_id") @db.Uuid
  version  Int

  @@id([tenantId, id])
  @@map("{{noun}}")
}
