import * as api from '@daylight/api/evidence.ts';
import { readHealth } from '@daylight/api/platform.ts';
import type { Result } from '@daylight/rules/result.ts';
import { refuse } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { type ActorContext, actorContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { type Attachment, attach, filesOf, passOn } from '@daylight/server/features/evidence/port.ts';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import yazl from 'yazl';
import { handIn, pdf, sendChunk } from '../support/evidence.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let sales: Person;
let rival: Person;
let officer: Person;
let cityOfficer: Person;
let buyer: Person;

beforeAll(async () => {
  at = await openTestWorld();
  const maker = async () => at.organisation({ kind: 'manufacturer', jurisdiction: '320000' });
  sales = await at.person(await maker(), ['sales']);
  rival = await at.person(await maker(), ['sales']);
  const bureau = (jurisdiction: string) => at.organisation({ kind: 'bureau', jurisdiction });
  officer = await at.person(await bureau('320000'), ['officer']);
  cityOfficer = await at.person(await bureau('320600'), ['officer']);
  buyer = await at.person(await at.organisation({ kind: 'institution' }), ['buyer']);
});
afterAll(() => at.close());

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function zipped(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const blocks: Buffer[] = [];
  for await (const block of zip.outputStream) blocks.push(block as Buffer);
  return Buffer.concat(blocks);
}
const workbook = (more: Readonly<Record<string, string | Buffer>> = {}, types = '<Types/>') =>
  zipped({ '[Content_Types].xml': types, 'xl/workbook.xml': '<workbook/>', ...more });

function contextOf(person: Person, kind: 'manufacturer' | 'bureau' | 'institution'): ActorContext {
  const actor = {
    accountId: person.accountId,
    organisationId: person.organisationId,
    kind,
    jurisdiction: '320000',
    province: 32,
    roles: [],
  };
  return actorContext(at.world, actor, { requestId: 'test' });
}

function attaching(
  person: Person,
  ids: readonly string[],
  to: Partial<Attachment> & Pick<Attachment, 'subject'>,
): Promise<Result<unknown, string>> {
  const context = contextOf(person, 'manufacturer');
  return command<unknown, string>(context, async (unit) => {
    unit.record({ event: 'evidence.handedIn', subject: to.subject, basis: [] });
    return attach(context, unit, ids, { readers: [], jurisdiction: '320000', ...to });
  });
}

test('JS-34 limits are told before anything is sent: types with their endings, size, count, how long an unused file is kept', async () => {
  const limits = (await sales.call(api.readEvidenceLimits)).value;
  expect(limits.types.map((each) => each.code)).toEqual(['pdf', 'png', 'jpeg', 'ofd', 'xlsx', 'docx']);
  expect(limits.types.find((each) => each.code === 'jpeg')?.accept).toEqual(['.jpg', '.jpeg']);
  expect(limits).toMatchObject({ bytesMax: 50 * 1024 * 1024, filesMax: 20, scanned: false });
  expect(limits.looseDays.zh).toBe('7 天');
});

test('a file arrives in chunks, a cut upload goes on where it stopped, and its SHA-256 is that of the original', async () => {
  // A picture as a scanner packs it: whatever its bytes happen to spell is no name in the document.
  const picture = Buffer.concat([
    Buffer.from('9 0 obj << /Subtype /Image >>\nstream\n'),
    randomBytes(2_500_000),
    Buffer.from(' /JS '),
    randomBytes(2_500_000),
    Buffer.from('\nendstream endobj\n'),
  ]);
  const bytes = Buffer.concat([pdf(), picture, Buffer.from('%%EOF')]);
  const body = { fileName: '注册证 扫描件.pdf', bytes: bytes.length, hash: hashOf(bytes) };
  const begun = (await sales.call(api.beginEvidence, { body })).value;
  expect(begun).toMatchObject({ state: 'arriving', received: 0 });
  const { id, chunkBytes } = begun;
  const part = (n: number) => bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes);
  expect((await sendChunk(at, sales, { id, offset: 0, bytes: part(0) })).value.received).toBe(chunkBytes);

  // The line breaks: the answer is lost, the page is opened anew, the same file is chosen again.
  const again = (await sales.call(api.beginEvidence, { body })).value;
  expect(again).toMatchObject({ id, received: chunkBytes });
  const repeated = await sendChunk(at, sales, { id, offset: 0, bytes: part(0) });
  expect(repeated.value.received).toBe(chunkBytes);
  const early = await sendChunk(at, sales, { id, offset: 2 * chunkBytes, bytes: part(2) });
  expect(early.problem).toMatchObject({ code: 'evidence.otherOffset', facts: { received: chunkBytes } });
  const short = await sendChunk(at, sales, { id, offset: chunkBytes, bytes: part(1).subarray(1) });
  expect(short.problem.code).toBe('evidence.chunkSize');
  const params = { evidenceId: id };
  expect((await sales.call(api.finishEvidence, { params })).problem).toMatchObject({
    code: 'evidence.notWhole',
    facts: { missing: bytes.length - chunkBytes },
  });
  await sendChunk(at, sales, { id, offset: chunkBytes, bytes: part(1) });
  const last = await sendChunk(at, sales, { id, offset: 2 * chunkBytes, bytes: part(2) });
  expect(last.value.received).toBe(bytes.length);

  const done = (await sales.call(api.finishEvidence, { params })).value;
  expect(done).toMatchObject({ state: 'ready', mediaType: 'application/pdf', hash: hashOf(bytes) });
  expect((await sales.call(api.finishEvidence, { params })).value.state).toBe('ready');
  const incoming = path.join(at.world.dataDir, 'evidence', 'incoming', '32', id);
  expect(existsSync(incoming) ? readdirSync(incoming) : []).toEqual([]);
});

test('a download carries the original name, the type by content and nosniff, and is the file byte for byte', async () => {
  const bytes = pdf('/Lang (zh)');
  const { id } = (await handIn(at, sales, { bytes, fileName: '说明"; x.html' })).value;
  const response = await at.app.inject({
    method: 'GET',
    url: `/api/evidence/${id}/content`,
    headers: { cookie: `daylight_session=${sales.token}` },
  });
  expect(response.rawPayload.equals(bytes)).toBe(true);
  expect(response.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('说明"; x.html')}`,
  });
});

test('the type is that of the bytes, never of the name', async () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('IEND')]);
  expect((await handIn(at, sales, { bytes: png, fileName: 'a.pdf' })).value.mediaType).toBe('image/png');
  const ofd = await zipped({ 'OFD.xml': '<OFD/>', 'Doc_0/Document.xml': '<Document/>' });
  expect((await handIn(at, sales, { bytes: ofd })).value.mediaType).toBe('application/ofd');
  expect((await handIn(at, sales, { bytes: await workbook() })).value.mediaType).toContain('spreadsheetml');
  const html = await handIn(at, sales, { bytes: Buffer.from('<html><script>') });
  expect(html.problem).toMatchObject({ code: 'evidence.typeUnknown', facts: { types: /PDF/ } });
  const archive = await handIn(at, sales, { bytes: await zipped({ 'a.txt': 'x' }) });
  expect(archive.problem.code).toBe('evidence.typeUnknown');
});

const scriptInObjectStream = (): Buffer => {
  const packed = deflateSync(Buffer.from('3 0 << /S /JavaScript /JS (app.alert(1)) >>'));
  return Buffer.concat([
    Buffer.from('%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n'),
    packed,
    Buffer.from('\nendstream\nendobj\n%%EOF\n'),
  ]);
};
const ole = (more = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), more]);

test('what runs, is encrypted, cut off or swells is refused with its own word, and the file stays as a line with the reason', async () => {
  const refusedAs = async (bytes: Buffer) => (await handIn(at, sales, { bytes })).problem.code;
  expect(await refusedAs(await workbook({ 'xl/vbaProject.bin': 'x' }))).toBe('evidence.activeContent');
  expect(
    await refusedAs(
      await workbook({}, '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/>'),
    ),
  ).toBe('evidence.activeContent');
  const template = '<Relationship Type="x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>';
  expect(await refusedAs(await workbook({ 'xl/_rels/workbook.xml.rels': template }))).toBe(
    'evidence.activeContent',
  );
  expect(await refusedAs(pdf('/OpenAction << /S /JavaScript /JS (x) >>'))).toBe('evidence.activeContent');
  expect(await refusedAs(scriptInObjectStream())).toBe('evidence.activeContent');
  expect(await refusedAs(pdf('/Encrypt 9 0 R'))).toBe('evidence.encrypted');
  expect(await refusedAs(ole(Buffer.from('EncryptedPackage', 'utf16le')))).toBe('evidence.encrypted');
  expect(await refusedAs(ole())).toBe('evidence.oldOffice');
  expect(await refusedAs(pdf().subarray(0, 60))).toBe('evidence.cutOff');
  expect(await refusedAs((await workbook()).subarray(0, 150))).toBe('evidence.cutOff');
  expect(await refusedAs(await workbook({ 'xl/sheet1.xml': Buffer.alloc(60_000_000) }))).toBe(
    'evidence.bomb',
  );
  const body = { fileName: 'a.pdf', bytes: pdf().length, hash: 'a'.repeat(64) };
  const { id } = (await sales.call(api.beginEvidence, { body })).value;
  await sendChunk(at, sales, { id, offset: 0, bytes: pdf() });
  const params = { evidenceId: id };
  expect((await sales.call(api.finishEvidence, { params })).problem.code).toBe('evidence.hashDiffers');
  const kept = (await sales.call(api.readEvidence, { params })).value;
  expect(kept).toMatchObject({ state: 'refused', refusal: { code: 'evidence.hashDiffers' } });
  expect((await attaching(sales, [id], { subject: { kind: 'test', id: 'r' } })).ok).toBe(false);
});

test('malformed, too large and too many are told before a byte is sent', async () => {
  const begin = (body: object) => sales.call(api.beginEvidence, { body: body as never });
  expect((await begin({ fileName: 'a.pdf', bytes: 0 })).problem.code).toBe('request.malformed');
  expect((await begin({ fileName: '', bytes: 10 })).problem.code).toBe('request.malformed');
  expect((await begin({ fileName: 'a.pdf', bytes: 51 * 1024 * 1024 })).problem).toMatchObject({
    code: 'evidence.tooLarge',
    status: 413,
    facts: { max: 50 },
    basis: { document: 'daylight' },
  });
  const maker = await at.organisation({ kind: 'manufacturer', jurisdiction: '320000' });
  const many = await at.person(maker, ['sales']);
  for (let n = 0; n < 100; n += 1)
    await many.call(api.beginEvidence, { body: { fileName: `${n}.pdf`, bytes: 10 } });
  const over = await many.call(api.beginEvidence, { body: { fileName: 'x.pdf', bytes: 10 } });
  expect(over.problem).toMatchObject({ code: 'evidence.tooManyLoose', facts: { count: 100, max: 100 } });
});

test('only a file of one’s own that is ready is attached; then it is kept, and read by those concerned and their bureau alone', async () => {
  const { id } = (await handIn(at, sales, { bytes: pdf() })).value;
  const params = { evidenceId: id };
  const subject = { kind: 'test', id: 'one' };
  expect(await attaching(rival, [id], { subject })).toMatchObject({ code: 'evidence.unknown' });
  const half = (await sales.call(api.beginEvidence, { body: { fileName: 'b.pdf', bytes: 10 } })).value.id;
  expect(await attaching(sales, [id, half], { subject })).toMatchObject({
    code: 'evidence.notReady',
    facts: { fileName: 'b.pdf' },
  });
  expect(
    await attaching(
      sales,
      Array.from({ length: 21 }, (_, n) => `${n}`),
      { subject },
    ),
  ).toMatchObject({
    code: 'evidence.tooMany',
    facts: { max: 20 },
  });
  const attached = await attaching(sales, [id], { subject, readers: [buyer.organisationId] });
  expect(attached).toMatchObject({ ok: true, value: [{ id, fileName: '证明材料.pdf' }] });
  const statusFor = async (person: Person) => (await person.call(api.downloadEvidence, { params })).status;
  expect(await statusFor(sales)).toBe(200);
  expect(await statusFor(buyer)).toBe(200);
  expect(await statusFor(officer)).toBe(200);
  expect(await statusFor(cityOfficer)).toBe(404);
  expect(await statusFor(rival)).toBe(404);
  expect((await at.app.inject(`/api/public/evidence/${id}/content`)).statusCode).toBe(404);
  expect((await at.app.inject(`/api/evidence/${id}/content`)).statusCode).toBe(401);
  expect((await sales.call(api.dropEvidence, { params })).problem.code).toBe('evidence.attached');

  const seen = await reading(at.world.database.db, contextOf(rival, 'manufacturer').scope, (tx) =>
    filesOf(tx, 32, [subject]),
  );
  expect(seen.size).toBe(0);
  await attaching(sales, [id], { subject: { kind: 'test', id: 'open' }, isPublic: true });
  expect((await at.app.inject(`/api/public/evidence/${id}/content`)).statusCode).toBe(200);
});

test('the bureau passes evidence on to those who judge it; nobody passes on what they may not read', async () => {
  const { id } = (await handIn(at, sales, { bytes: pdf() })).value;
  await attaching(sales, [id], { subject: { kind: 'application', id: '1' } });
  const passing = (person: Person, kind: 'bureau' | 'institution') => {
    const context = contextOf(person, kind);
    const subject = { kind: 'review', id: '1' };
    return command<unknown, string>(context, async (unit) => {
      unit.record({ event: 'evidence.handedIn', subject, basis: [] });
      return passOn(context, unit, [id], {
        subject,
        readers: [buyer.organisationId],
        jurisdiction: '320000',
      });
    });
  };
  expect(await passing(buyer, 'institution')).toMatchObject({ code: 'evidence.unknown' });
  expect((await passing(officer, 'bureau')).ok).toBe(true);
  expect((await buyer.call(api.downloadEvidence, { params: { evidenceId: id } })).status).toBe(200);
});

test('a file that was attached to nothing is swept away after the term of the pack, bytes and all; an attached one stays', async () => {
  const loose = (await handIn(at, sales, { bytes: pdf() })).value.id;
  const kept = (await handIn(at, sales, { bytes: pdf() })).value.id;
  await attaching(sales, [kept], { subject: { kind: 'test', id: 'kept' } });
  expect((await sales.call(api.listLooseEvidence)).value.items.map((each) => each.id)).toContain(loose);
  const dropped = (await handIn(at, sales, { bytes: pdf() })).value.id;
  expect((await rival.call(api.dropEvidence, { params: { evidenceId: dropped } })).status).toBe(404);
  expect((await sales.call(api.dropEvidence, { params: { evidenceId: dropped } })).ok).toBe(true);
  const fileOfId = (id: string) => path.join(at.world.dataDir, 'evidence', 'files', '32', id.slice(0, 6), id);
  expect(existsSync(fileOfId(loose))).toBe(true);
  await at.moveBy(8 * 86_400_000);
  expect(existsSync(fileOfId(loose))).toBe(false);
  expect(existsSync(fileOfId(dropped))).toBe(false);
  expect(existsSync(fileOfId(kept))).toBe(true);
  expect((await sales.call(api.readEvidence, { params: { evidenceId: loose } })).value.state).toBe('gone');
  expect(await attaching(sales, [loose], { subject: { kind: 'test', id: 'x' } })).toMatchObject({
    code: 'evidence.unknown',
  });
});

test('who hands nothing in may not; the operator’s page says plainly that no scanner is configured', async () => {
  const health = await at.person(await at.organisation({ kind: 'health', jurisdiction: '320000' }), [
    'observer',
  ]);
  const denied = await health.call(api.beginEvidence, { body: { fileName: 'a.pdf', bytes: 10 } });
  expect(denied.problem.code).toBe('access.notPermitted');
  const operator = await at.organisation({ kind: 'operator', jurisdiction: '320000' });
  const operations = await at.person(operator, ['operations']);
  expect((await operations.call(readHealth)).value.evidence).toMatchObject({
    storage: { kind: 'folder', trouble: null },
    scanner: null,
  });
});

test('nothing of a refused command stays attached', async () => {
  const { id } = (await handIn(at, sales, { bytes: pdf() })).value;
  const context = contextOf(sales, 'manufacturer');
  await command<unknown, string>(context, async (unit) => {
    const to = { subject: { kind: 'test', id: 'no' }, readers: [], jurisdiction: '320000' };
    const tied = await attach(context, unit, [id], to);
    return tied.ok ? refuse('test.no') : tied;
  });
  const [row] = await at.sql<{ attached: boolean }>('select attached from evidence_file where id = $1', [id]);
  expect(row?.attached).toBe(false);
});
