/** Markup in every column that holds somebody's words: however they came in, by a form, a till, the back office or a file. */
import { type Database, inTransaction } from '../../../server/db/index.ts';
import { dataModel, type Field, type Model } from '../../support/data-model.ts';

/** Breaks out of an attribute, of an element and of a script that holds data, and is sum and not text where a template is read. */
export const evil = `'"><img src=x onerror="window.ran=1"></script><script>window.ran=1</script>x{{7*7}}x`;
/** For where all of it is too long. */
export const shortEvil = '"><img src=x>';
/** What a page holds in which it is not text. */
export const rawEvil = /<img src=x|<script>window\.ran|x49x/;

/** Words of people and tills. The rest are names of things that the hub itself gave: keys, kinds, states, digests. */
const words = new RegExp(
  `^(${[
    'name|lastName|firstName|brandName|displayName|shortName|userName|username|title|description|notes?|reason|message',
    'details|street|blockNo|district|postalCode|phoneNumber|email|addressLine[123]|address|zipCode|registeredOffice',
    'vatNumber|companiesHouseNumber|webPageUrl|serialNumber|operatingSystem|icon|fileName|createdByName|frozenByName',
    'author|invitedName|deviceName|software|agent|lastAgent|lastAddress|cancelReason|productCode|productName|code',
    'unitOfMeasure|identityNumber|lastError|failure|resolution|assignedBy|approvedBy|tier|reference|receiver|symbol',
    'cardNumber|actorName|barcode|oldBarcode|startedText|endedText|occurredText|documentType|orderSource|orderChannel',
    'capital|regionCode|couponCode|secretHint|taxType|terminalCode|sharedTo|origin|startingDigits',
  ].join('|')})$`,
);
/** What stands in addresses, or is none of anybody's words in this table. */
const kept = new Set([
  ...['Store.code', 'Currency.code', 'Currency.symbol', 'SavedReport.sharedTo', 'SavedView.sharedTo'],
  ...['TerminalLayout.origin', 'Notification.origin', 'SeenRecord.details', 'ClosureJudgement.details'],
  ...['Transaction.documentType', 'CampaignTotal.code', 'TerminalSync.name', 'MailMessage.lastError'],
]);

function columnsOf({ name, fields, primaryKey }: Model): Field[] {
  return fields.filter(
    (field) =>
      field.type === 'String' &&
      !field.isId &&
      words.test(field.name) &&
      !kept.has(`${name}.${field.name}`) &&
      !primaryKey?.fields.includes(field.name),
  );
}

/** @returns how many columns now hold markup in some row */
export async function drench(db: Database): Promise<number> {
  let columns = 0;
  await inTransaction(db, async (tx) => {
    for (const model of dataModel) {
      const key = model.fields.find(({ isId }) => isId);
      for (const field of columnsOf(model)) {
        const column = field.dbName ?? field.name;
        // Codes are unique in their company.
        const own =
          /ode$|arcode$|username/.test(field.name) && key ? ` || CAST(${key.dbName ?? key.name} AS TEXT)` : '';
        const text = `'${evil.replaceAll("'", "''")}'${own}`;
        const update = `UPDATE ${model.dbName} SET ${column} = ${text} WHERE ${column} IS NOT NULL`;
        if ((await tx.$executeRawUnsafe(update)) > 0) columns += 1;
      }
    }
  });
  return columns;
}
