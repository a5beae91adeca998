import { Button, Modal, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DateText } from '../../ui/numbers.tsx';
import { texts } from './texts.ts';

export interface Issued {
  readonly login: string;
  readonly password: string;
  readonly expiresAt: string;
}

/** Shown once: closing it is forgetting it. Neither a click beside it nor Escape closes it by accident. */
export function OneTimePassword(props: {
  readonly issued: Issued | null;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { issued, onClose } = props;
  return (
    <Modal
      open={issued !== null}
      title={t.oneTime}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t.close}
        </Button>
      }
    >
      {issued === null ? null : (
        <>
          <p>{t.oneTimeNote}</p>
          <dl className="dl-pairs">
            <div>
              <dt>{t.login}</dt>
              <dd>{issued.login}</dd>
            </div>
            <div>
              <dt>{t.oneTime}</dt>
              <dd>
                <Typography.Text code copyable strong>
                  {issued.password}
                </Typography.Text>
              </dd>
            </div>
            <div>
              <dt>{t.validUntil}</dt>
              <dd>
                <DateText at={issued.expiresAt} time />
              </dd>
            </div>
          </dl>
        </>
      )}
    </Modal>
  );
}
