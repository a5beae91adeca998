import { DownloadOutlined } from '@ant-design/icons';
import type { CallOf, Endpoint } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { ProblemError, fetchFile } from '../../api.ts';
import { handOver } from '../../ui/csv.ts';
import { ProblemAlert } from '../../ui/problem.tsx';

/** Fetches a file and hands it to the browser; says what went wrong where there is none. */
export function DownloadButton<E extends Endpoint>(props: {
  readonly endpoint: E;
  readonly what?: CallOf<E>;
  readonly name: string;
  readonly label: string;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function run(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      handOver(await fetchFile(props.endpoint, props.what), props.name);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void run()}>
        {props.label}
      </Button>
      <ProblemAlert problem={problem} />
    </>
  );
}
