import { readSearch } from '@daylight/rules/catalogue/search-query.ts';
import { bigramsOf } from '@daylight/rules/catalogue/search-text.ts';
import { type Expression, type SqlBool, sql } from 'kysely';

function like(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** Every word has to occur; codes and certificates by their beginning. Null when nothing is left to look for. */
export function matching(search: string): readonly Expression<SqlBool>[] | null {
  const terms = readSearch(search);
  const conditions: Expression<SqlBool>[] = [];
  for (const word of terms.words) {
    if (/^gw\d{4,}(-\d*)?$/.test(word)) {
      conditions.push(sql<SqlBool>`listing.number like ${`${word.toUpperCase()}%`}`);
      continue;
    }
    conditions.push(
      sql<SqlBool>`listing.search_tokens @> ${bigramsOf(word)}::integer[]`,
      sql<SqlBool>`listing.search_text like ${like(word)}`,
    );
  }
  const item = (condition: Expression<SqlBool>): Expression<SqlBool> =>
    sql<SqlBool>`listing.item_code in (select item.item_code from catalogue_item item where ${condition})`;
  if (terms.codePrefix !== null)
    conditions.push(sql<SqlBool>`listing.item_code like ${`${terms.codePrefix}%`}`);
  if (terms.certificatePrefix !== null)
    conditions.push(item(sql<SqlBool>`item.certificate like ${like(terms.certificatePrefix).slice(1)}`));
  if (terms.certificateDigits !== null)
    conditions.push(item(sql<SqlBool>`item.certificate like ${like(terms.certificateDigits)}`));
  if (terms.deviceIdentifier !== null)
    conditions.push(item(sql<SqlBool>`item.udi_di = ${terms.deviceIdentifier}`));
  return conditions.length === 0 ? null : conditions;
}
