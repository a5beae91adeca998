import { DownloadOutlined, SettingOutlined, StarOutlined } from '@ant-design/icons';
import type { CallOf, Endpoint } from '@daylight/api/endpoint.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { App, Button, Checkbox, Input, Popover, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { ProblemError, call, fetchFile } from '../api.ts';
import { now } from '../clock.ts';
import { useSay } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import type { Search } from '../navigate.tsx';
import { csvText, handOver } from './csv.ts';
import { useKept } from './keep.ts';
import { usePhone } from './phone.ts';
import type { Column } from './table-view.tsx';

interface Download {
  readonly endpoint: Endpoint;
  readonly exportEndpoint: Endpoint | null;
  readonly params: CallOf<Endpoint>['params'];
  readonly query: Readonly<Record<string, unknown>>;
}

interface ListToolsProps {
  readonly id: string;
  readonly columns: readonly Column<object>[];
  readonly hidden: readonly string[];
  readonly onHide: (keys: readonly string[]) => void;
  readonly values: Search;
  readonly onView: (view: Search) => void;
  readonly hasFilters: boolean;
  readonly download: Download | null;
  readonly children?: ReactNode;
}

/** Saved filters, columns and export of a list; a phone has no room for them and keeps the list's own buttons. */
export function ListTools(props: ListToolsProps): ReactNode {
  const phone = usePhone();
  if (phone) return props.children;
  return (
    <Space size={4}>
      {props.hasFilters ? <SavedViews {...props} /> : null}
      <ColumnChoice {...props} />
      {props.download === null ? null : <ExportButton {...props} download={props.download} />}
      {props.children}
    </Space>
  );
}

interface View {
  readonly name: string;
  readonly values: Search;
}

function SavedViews({ id, values, onView }: ListToolsProps): ReactNode {
  const t = useTexts(parts);
  const [views, setViews] = useKept<readonly View[]>(`views.${id}`, []);
  const [name, setName] = useState('');
  const [open, setOpen] = useState(false);
  function save(): void {
    if (name.trim() === '') return;
    setViews([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), values }]);
    setName('');
  }
  const content = (
    <div className="dl-views">
      {views.length === 0 ? <p>{t.noViews}</p> : null}
      <ul>
        {views.map((view) => (
          <li key={view.name}>
            <Button
              type="link"
              onClick={() => {
                onView(view.values);
                setOpen(false);
              }}
            >
              {view.name}
            </Button>
            <Button
              type="text"
              size="small"
              aria-label={t.removeView(view.name)}
              onClick={() => setViews(views.filter((each) => each.name !== view.name))}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      {Object.keys(values).length > 0 ? (
        <Space.Compact>
          <Input
            value={name}
            maxLength={30}
            placeholder={t.viewName}
            aria-label={t.viewName}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={save}
          />
          <Button onClick={save}>{t.saveView}</Button>
        </Space.Compact>
      ) : null}
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
      <Button type="text" icon={<StarOutlined />} title={t.views} aria-label={t.views} />
    </Popover>
  );
}

function ColumnChoice({ columns, hidden, onHide }: ListToolsProps): ReactNode {
  const t = useTexts(parts);
  const content = (
    <div className="dl-columns">
      {columns.map((column, n) => (
        <Checkbox
          key={column.key}
          disabled={n === 0}
          checked={!hidden.includes(column.key)}
          onChange={(event) =>
            onHide(
              event.target.checked ? hidden.filter((key) => key !== column.key) : [...hidden, column.key],
            )
          }
        >
          {column.title}
        </Checkbox>
      ))}
      <Button
        size="small"
        onClick={() => onHide(columns.filter((column) => column.hidden).map((column) => column.key))}
      >
        {t.columnsReset}
      </Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight">
      <Button type="text" icon={<SettingOutlined />} title={t.columns} aria-label={t.columns} />
    </Popover>
  );
}

const PAGES_MAX = 50;
const ROWS_PER_PAGE = 200;

/** Everything the filters find, page by page; a list of more than 10,000 rows needs an export endpoint. */
async function allRows(download: Download): Promise<readonly object[]> {
  const rows: object[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query: Record<string, unknown> = { ...download.query, limit: ROWS_PER_PAGE };
    if (cursor !== null) query.cursor = cursor;
    const what = { query, ...(download.params === undefined ? {} : { params: download.params }) };
    // oxlint-disable-next-line no-await-in-loop -- each page is named by the one before
    const reply = (await call(download.endpoint, what)) as { items: object[]; next: string | null };
    rows.push(...reply.items);
    cursor = reply.next;
    if (cursor === null) break;
  }
  return rows;
}

function cellText(column: Column<object>, row: object): string {
  if (column.text !== undefined) return column.text(row);
  const value = (row as Record<string, unknown>)[column.key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function ExportButton({
  id,
  columns,
  download,
}: ListToolsProps & { readonly download: Download }): ReactNode {
  const t = useTexts(parts);
  const say = useSay();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const name = `${id}-${shanghaiDate(now())}`;
  async function fetchAll(): Promise<void> {
    const { exportEndpoint, params, query } = download;
    if (exportEndpoint !== null) {
      const what = { query, ...(params === undefined ? {} : { params }) };
      const file = await fetchFile(exportEndpoint, what);
      handOver(file, `${name}${file.type.includes('sheet') ? '.xlsx' : '.csv'}`);
      return;
    }
    const rows = await allRows(download);
    const heads = columns.map((column) =>
      column.unit === undefined ? column.title : `${column.title}(${column.unit})`,
    );
    const lines = rows.map((row) => columns.map((column) => cellText(column, row)));
    handOver(new Blob([csvText([heads, ...lines])], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  }
  async function run(): Promise<void> {
    setBusy(true);
    try {
      await fetchAll();
    } catch (fault) {
      if (!(fault instanceof ProblemError)) throw fault;
      void message.error(say(fault.problem.text));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button type="text" icon={<DownloadOutlined />} loading={busy} onClick={() => void run()}>
      {t.export}
    </Button>
  );
}
