import { HttpProblem } from '@anju/contracts';
import { words } from '../words/words';

const useProblemWords = words('problem', {
  zh: {
    offline: '网络连接中断,请检查网络后重试。已填写的内容仍在。',
    server: '服务暂时没有答复,请稍后重试。',
    reference: '(编号 {{trace}})',
  },
  en: {
    offline: 'The connection was lost. Check your network and try again; what you typed is still here.',
    server: 'The service does not answer at the moment; please try again.',
    reference: '(reference {{trace}})',
  },
});

/** What went wrong in words: the server's own where it answered, in the language that is chosen. */
export function useProblemText(): (error: unknown) => string {
  const say = useProblemWords();
  return (error) => {
    if (!(error instanceof HttpProblem)) return say('offline');
    const { title, detail, trace } = error.body;
    const text = title ?? detail;
    if (!text || error.reason === '') return say('server');
    const fault = error.status >= 500 && trace !== undefined && !text.includes(trace);
    return fault ? `${text}${say('reference', { trace })}` : text;
  };
}
