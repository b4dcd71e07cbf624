import { severityLabel, severityName } from '../severity.ts';
import css from './marks.module.css';

interface Props {
  severityNumber: number;
  severityText: string;
}

export function SeverityMark({ severityNumber, severityText }: Props) {
  const name = severityName(severityNumber);
  return (
    <span
      className={`${css['severity']} ${css[`sev-${name}`]}`}
      title={`${severityText === '' ? name : severityText} (severity ${severityNumber})`}
    >
      <span>{severityLabel(severityNumber, severityText)}</span>
    </span>
  );
}
