import { hashOf } from '@daylight/rules/award/hash.ts';
import type { Context } from '../../context.ts';
import type { Unit } from '../../command.ts';
import type { TenderFacts } from './store.ts';

/**
 * From the publication of volumes on the pack of a round does not change: its hash is what the documents, the award and the
 * public bundle are compared with. Answers the hash; null where the round has no pack.
 */
export async function freezePack(
  context: Context,
  unit: Unit,
  tender: Pick<TenderFacts, 'id' | 'pack'>,
): Promise<string | null> {
  if (tender.pack === null) return null;
  const packHash = hashOf(tender.pack);
  await unit.tx
    .updateTable('tender')
    .set({ packHash })
    .where('province', '=', context.scope.province)
    .where('id', '=', tender.id)
    .execute();
  return packHash;
}
