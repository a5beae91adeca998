import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arriving, chunksOf, placeOf } from './chunk.ts';
import {
  activeDeclaration,
  activePart,
  containerOf,
  isBomb,
  isWhole,
  packedType,
  pdfSays,
} from './file-type.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test('a file is what its first bytes say, whatever its name', () => {
  expect(containerOf(bytes('%PDF-1.7\n'))).toBe('pdf');
  expect(containerOf(bytes('\x89PNG\r\n\x1a\n…'))).toBe('png');
  expect(containerOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg');
  expect(containerOf(bytes('PK\x03\x04'))).toBe('zip');
  expect(containerOf(bytes('MZ\x90'))).toBeNull();
  expect(containerOf(bytes('<html>%PDF-1.7'))).toBeNull();
  expect(containerOf(new Uint8Array())).toBeNull();
});

test('a file that was cut off lacks its end', () => {
  expect(isWhole('pdf', bytes('…%%EOF\n'))).toBe(true);
  expect(isWhole('pdf', bytes('…endobj'))).toBe(false);
  expect(isWhole('png', bytes('IEND\xae\x42\x60\x82'))).toBe(true);
  expect(isWhole('jpeg', bytes('\xff\xd8\xff'))).toBe(false);
  expect(isWhole('zip', bytes('PK\x01\x02'))).toBe(false);
});

test('packed types are told apart by their parts; an ordinary archive is none', () => {
  expect(packedType(new Set(['[Content_Types].xml', 'xl/workbook.xml']))).toBe('xlsx');
  expect(packedType(new Set(['[Content_Types].xml', 'word/document.xml']))).toBe('docx');
  expect(packedType(new Set(['OFD.xml', 'Doc_0/Document.xml']))).toBe('ofd');
  expect(packedType(new Set(['virus.exe']))).toBeNull();
});

test('macros are found by part, by declared type and by a template from outside', () => {
  expect(activePart(['word/document.xml', 'word/vbaProject.bin'])).toBe('word/vbaProject.bin');
  expect(activePart(['xl/workbook.xml', 'xl/printerSettings/printerSettings1.bin'])).toBeNull();
  expect(activeDeclaration('<Override ContentType="application/vnd.ms-office.vbaProject"/>')).toBe(
    'vbaProject',
  );
  expect(activeDeclaration('<Override ContentType="application/vnd.ms-office.vb&#x61;Project"/>')).toBe(
    'vbaProject',
  );
  expect(
    activeDeclaration(
      '<Relationship Type="…/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/>',
    ),
  ).toBe('External');
  expect(
    activeDeclaration('<Relationship Type="…/hyperlink" Target="http://x" TargetMode="External"/>'),
  ).toBeNull();
});

test('a PDF with a script or an encryption says so, however its names are written', () => {
  expect(pdfSays('<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>').active).toBe('JavaScript');
  expect(pdfSays('<< /S /J#61vaScript >>').active).toBe('JavaScript');
  expect(pdfSays('<< /S /Launch /F (cmd.exe) >>').active).toBe('Launch');
  expect(pdfSays('trailer << /Encrypt 5 0 R >>').encrypted).toBe(true);
  expect(pdfSays('<< /JSON 1 /EncryptMetadata true /OpenAction [3 0 R /Fit] >>')).toEqual({
    encrypted: false,
    active: null,
  });
});

test('an archive that would swell beyond measure is a bomb; a big workbook is not', () => {
  const mega = 1024 * 1024;
  expect(isBomb([{ packedBytes: 40_000, unpackedBytes: 40 * mega }])).toBe(true);
  expect(isBomb(Array.from({ length: 9 }, () => ({ packedBytes: mega, unpackedBytes: 50 * mega })))).toBe(
    true,
  );
  expect(isBomb([{ packedBytes: 3 * mega, unpackedBytes: 60 * mega }])).toBe(false);
});

const anyFile = fc
  .record({ bytes: fc.integer({ min: 1, max: 5000 }), chunkBytes: fc.integer({ min: 1, max: 600 }) })
  .map((file) => ({ ...file, received: 0 }));

test('however often an upload is cut and chunks repeated, it arrives whole, in order and once', () => {
  fc.assert(
    fc.property(anyFile, fc.array(fc.boolean(), { maxLength: 30 }), (start, repeats) => {
      let file: Arriving = start;
      const written: number[] = [];
      for (let step = 0; file.received < file.bytes; step += 1) {
        const again = repeats[step] === true && file.received > 0;
        const offset = again ? file.received - file.chunkBytes : file.received;
        const place = placeOf(file, offset);
        if (!place.ok) throw new Error(place.code);
        expect(place.value.repeated).toBe(again);
        if (again) repeats[step] = false;
        else {
          written.push(place.value.index);
          file = { ...file, received: offset + place.value.bytes };
        }
      }
      expect(written).toEqual(Array.from({ length: chunksOf(file) }, (_, index) => index));
      expect(file.received).toBe(file.bytes);
    }),
  );
});

test('a chunk beyond what is here, or off the grid, is told where to go on', () => {
  const file = { bytes: 1000, chunkBytes: 300, received: 300 };
  for (const offset of [600, 301, 1000, 1200])
    expect(placeOf(file, offset)).toMatchObject({ code: 'evidence.otherOffset', facts: { received: 300 } });
  expect(placeOf(file, 300)).toMatchObject({ value: { index: 1, bytes: 300, repeated: false } });
});
