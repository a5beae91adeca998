import { type ScanCandidate, scanReceiving } from '@daylight/api/order-scan.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { CameraOutlined, StopOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Space } from 'antd';
import { type ReactNode, Suspense, lazy, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useDraft } from '../../ui/draft.ts';
import { QuantityText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { receiveTexts } from './receive-texts.ts';

// The reader is a megabyte of WebAssembly: it comes when somebody opens the camera.
const Camera = lazy(() => import('./camera.tsx').then((file) => ({ default: file.Camera })));

type Scanned = ReplyOf<typeof scanReceiving>;

/** Camera, keyboard scanner or typing: all end in the same text, which the server reads strictly. */
export function ScanBox({
  onFind,
}: {
  readonly onFind?: (found: ScanCandidate, text: string) => void;
}): ReactNode {
  const t = useTexts(receiveTexts);
  // Without a connection the text stays in this browser until it was read.
  const draft = useDraft<string>('receiving.scan');
  const [text, setText] = useState(draft.found ?? '');
  const [camera, setCamera] = useState(false);
  const [result, setResult] = useState<Scanned | null>(null);
  const scan = useDo(scanReceiving);
  const write = (value: string) => {
    setText(value);
    draft.put(value);
  };
  async function read(content: string): Promise<void> {
    write(content);
    setResult(null);
    const reply = await scan.run({ body: { text: content } });
    if (reply === null) return;
    setResult(reply);
    setText('');
    draft.drop();
  }
  return (
    <section className="dl-section dl-scan" aria-label={t.scan}>
      <Button
        type="primary"
        size="large"
        block
        icon={camera ? <StopOutlined /> : <CameraOutlined />}
        onClick={() => setCamera(!camera)}
      >
        {camera ? t.stopCamera : t.scanCamera}
      </Button>
      {camera ? (
        <Suspense fallback={null}>
          <Camera
            onRead={(content) => {
              setCamera(false);
              void read(content);
            }}
          />
        </Suspense>
      ) : null}
      <Space.Compact block>
        <Input
          aria-label={t.scanLabel}
          placeholder={t.scanHint}
          size="large"
          value={text}
          maxLength={400}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
          onPressEnter={() => (text === '' ? undefined : void read(text))}
        />
        <Button size="large" disabled={text === ''} loading={scan.pending} onClick={() => void read(text)}>
          {t.read}
        </Button>
      </Space.Compact>
      {draft.keptAt === null ? null : <small className="dl-soft">{t.kept(draft.keptAt)}</small>}
      <ProblemAlert problem={scan.problem} />
      {result === null ? null : <Found result={result} {...(onFind === undefined ? {} : { onFind })} />}
    </section>
  );
}

function Found(props: {
  readonly result: Scanned;
  readonly onFind?: (found: ScanCandidate, text: string) => void;
}): ReactNode {
  const t = useTexts(receiveTexts);
  const { outcome, candidates, product, complete } = props.result;
  if (candidates.length === 0) {
    return (
      <Alert
        type="warning"
        showIcon
        title={product === null ? t.noCandidate : t.knownProduct(product.productName)}
      />
    );
  }
  return (
    <div aria-live="polite">
      {outcome === 'ambiguous' ? <Alert type="warning" showIcon title={t.ambiguous} /> : null}
      {complete ? null : <p className="dl-danger">{t.incomplete}</p>}
      <ul className="dl-candidates">
        {candidates.map((candidate) => (
          <Candidate
            key={`${candidate.shipmentId}/${candidate.line}/${candidate.reading}`}
            candidate={candidate}
            {...(props.onFind === undefined ? {} : { onFind: props.onFind })}
          />
        ))}
      </ul>
    </div>
  );
}

function Candidate(props: {
  readonly candidate: ScanCandidate;
  readonly onFind?: (found: ScanCandidate, text: string) => void;
}): ReactNode {
  const t = useTexts(receiveTexts);
  const go = useGo();
  const { candidate, onFind } = props;
  const different = candidate.comparisons.filter((each) => each.outcome === 'different');
  const take = () =>
    onFind === undefined
      ? go(`/receiving/${candidate.shipmentId}?line=${candidate.line}`)
      : onFind(candidate, '');
  return (
    <li data-fits={candidate.fits}>
      <div>
        <strong>{candidate.productName}</strong> <small className="dl-soft">{candidate.specification}</small>
        <br />
        {t.fields.lot} {candidate.lot}
        {candidate.expiresOn === null ? '' : ` · ${t.fields.expiresOn} ${candidate.expiresOn}`} · {t.left}{' '}
        <QuantityText count={candidate.left} unit={candidate.purchaseUnit} />
        <br />
        <small className="dl-soft">
          {candidate.shipmentNumber} · {candidate.distributor.name}
        </small>
        {different.map((each) => (
          <div key={each.field} className="dl-danger">
            {t.fields[each.field]}：{t.scannedIs(each.scanned ?? '')}，{t.deliveredIs(each.delivered ?? '')}
          </div>
        ))}
      </div>
      <div className="dl-candidate-side">
        <StateTag tone={candidate.fits ? 'good' : 'danger'}>{candidate.fits ? t.fits : t.differs}</StateTag>
        <Button type={candidate.fits ? 'primary' : 'default'} onClick={take}>
          {t.take}
        </Button>
      </div>
    </li>
  );
}
