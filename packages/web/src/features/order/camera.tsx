import { Alert } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { useTexts } from '../../i18n/texts.ts';
import { receiveTexts } from './receive-texts.ts';

// The reader comes from our own server: a hospital's network reaches no other.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

const everyMs = 250;

/** The phone's camera; answers the first code it reads, GS1 separators included. */
export function Camera({ onRead }: { readonly onRead: (text: string) => void }): ReactNode {
  const t = useTexts(receiveTexts);
  const video = useRef<HTMLVideoElement>(null);
  const [broken, setBroken] = useState(false);
  const answer = useRef(onRead);
  useEffect(() => {
    answer.current = onRead;
  }, [onRead]);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | null = null;
    const stop = () => {
      isOver = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    watch(
      video.current,
      (opened) => (stream = opened),
      () => isOver,
    )
      .then((text) => {
        if (text !== null && !isOver) answer.current(text);
      })
      .catch(() => setBroken(true))
      .finally(stop);
    return stop;
  }, []);
  if (broken) return <Alert type="warning" showIcon title={t.noCamera} />;
  return (
    <figure className="dl-camera">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a live picture of a barcode has no speech */}
      <video ref={video} muted playsInline aria-label={t.cameraHint} />
      <figcaption>{t.cameraHint}</figcaption>
    </figure>
  );
}

async function watch(
  video: HTMLVideoElement | null,
  opened: (stream: MediaStream) => void,
  isOver: () => boolean,
): Promise<string | null> {
  if (video === null) return null;
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  });
  opened(stream);
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  while (!isOver()) {
    const text = await readFrame(video, canvas);
    if (text !== null) return text;
    await new Promise((next) => setTimeout(next, everyMs));
  }
  return null;
}

async function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<string | null> {
  if (video.videoWidth === 0) return null;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (drawing === null) return null;
  drawing.drawImage(video, 0, 0);
  const image = drawing.getImageData(0, 0, canvas.width, canvas.height);
  const [found] = await readBarcodes(image, {
    formats: ['DataMatrix', 'QRCode', 'Code128', 'EAN13', 'EAN8', 'ITF', 'DataBar', 'DataBarExpanded'],
    // Plain keeps the separators that tell where a lot ends.
    textMode: 'Plain',
    tryHarder: true,
    maxNumberOfSymbols: 1,
  });
  return found === undefined || found.text === '' ? null : `${found.symbologyIdentifier}${found.text}`;
}
