import { defineTexts } from '../../i18n/texts.ts';

export const home = defineTexts({
  zh: {
    title: '首页',
    greeting: (name: string) => `${name}，您好`,
    todos: '待办事项',
    todosSorted: '按到期时间排序',
    more: (n: number) => `另有 ${n} 项`,
    none: '没有待办事项',
    noneHelp: '有需要您处理的事项时，会按期限列在这里。',
    quick: '常用操作',
    groups: { late: '已逾期', soon: '今天和下一工作日', later: '之后', open: '无期限' },
    items: (n: number) => `${n} 项`,
    counts: '数量',
  },
  en: {
    title: 'Home',
    greeting: (name: string) => `Hello, ${name}`,
    todos: 'To do',
    todosSorted: 'by deadline',
    more: (n: number) => `${n} more`,
    none: 'Nothing to do',
    noneHelp: 'What you have to act on will stand here, sorted by deadline.',
    quick: 'Quick actions',
    groups: { late: 'Overdue', soon: 'Today and next working day', later: 'Later', open: 'Without deadline' },
    items: (n: number) => `${n}`,
    counts: 'Figures',
  },
});
