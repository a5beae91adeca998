import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { changeRows } from './changes.ts';
import { importItems } from './import-queries.ts';

/** What waits for the second person, and imports of one's own that came back. */
export async function listingTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const todos: Todo[] = [];
  if (may(context.actor, 'listing.approve')) todos.push(...(await toApprove(tx, context)));
  if (may(context.actor, 'listing.import')) todos.push(...(await toCorrect(tx, context)));
  return todos;
}

const plain = { dueAt: null, provisional: false } as const;

async function toApprove(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const own = context.actor.jurisdiction.replace(/(00)+$/, '');
  const imports = await importItems(tx, context)
    .where('listingImport.state', '=', 'submitted')
    .orderBy('listingImport.id')
    .limit(50)
    .execute();
  const changes = await changeRows(tx, context)
    .where('listingChange.state', '=', 'waiting')
    .where('listingChange.jurisdiction', 'like', `${own}%`)
    .orderBy('listingChange.id')
    .limit(100)
    .execute();
  return [
    ...imports
      .filter((each) => !each.own)
      .map((each): Todo => {
        const { new: fresh, reprice } = each.report;
        return {
          ...plain,
          id: `listing-import-${each.id}`,
          kind: 'listing.decideImport',
          title: { zh: '挂网导入待审核', en: 'An import of listings waits for approval' },
          detail: {
            zh: `${each.fileName}：新增 ${fresh}，调价 ${reprice}，${each.enteredBy} 录入`,
            en: `${each.fileName}: ${fresh} new, ${reprice} repriced, entered by ${each.enteredBy}`,
          },
          basis: listingBasis.twoPersons,
          href: `/listing-imports/${each.id}`,
          tone: 'notice',
        };
      }),
    ...changes
      .filter((each) => !each.own)
      .map((each): Todo => ({
        ...plain,
        id: `listing-change-${each.id}`,
        kind: 'listing.decideChange',
        title: { zh: '挂网调整待审核', en: 'A change of a listing waits for approval' },
        detail: {
          zh: `${each.productName}（${each.listingNumber}），${each.enteredBy} 录入`,
          en: `${each.productName} (${each.listingNumber}), entered by ${each.enteredBy}`,
        },
        basis: listingBasis.twoPersons,
        href: '/listing-changes?state=waiting',
        tone: 'notice',
      })),
  ];
}

async function toCorrect(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const back = await importItems(tx, context)
    .where('listingImport.state', '=', 'rejected')
    .where('listingImport.enteredBy', '=', context.actor.accountId)
    .orderBy('listingImport.id')
    .limit(50)
    .execute();
  return back.map((each) => ({
    ...plain,
    id: `listing-import-${each.id}`,
    kind: 'listing.correctImport',
    title: { zh: '挂网导入被退回', en: 'An import of listings was sent back' },
    detail: {
      zh: `${each.fileName}：${each.decisionNote ?? ''}`,
      en: `${each.fileName}: ${each.decisionNote ?? ''}`,
    },
    basis: listingBasis.twoPersons,
    href: `/listing-imports/${each.id}`,
    tone: 'warning',
  }));
}
