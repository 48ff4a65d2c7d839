/** Words of the sign-in pages. */
const words = {
  zh: {
    title: '登录 · 安居',
    login: '登录名',
    password: '密码',
    submit: '登录',
    wrong: '登录名或密码不正确。',
    locked_out: '尝试次数过多,请 15 分钟后再试。',
    expired: '登录页面已过期,请回到应用重新登录。',
    leave: '要退出登录吗?',
    leaveButton: '退出登录',
    left: '您已退出登录。',
    failed: '登录未能完成,请重试。',
  },
  en: {
    title: 'Sign in · Anju',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'The login or the password is not right.',
    locked_out: 'Too many tries; wait 15 minutes.',
    expired: 'This page has expired; go back to the application and sign in again.',
    leave: 'Sign out?',
    leaveButton: 'Sign out',
    left: 'You are signed out.',
    failed: 'Signing in did not work; please try again.',
  },
} as const;

export type Language = keyof typeof words;
export type Notice = 'wrong' | 'locked_out' | 'expired' | 'left' | 'failed';

export const languageOf = (header: string | undefined): Language =>
  /^\s*en\b/i.test(header ?? '') ? 'en' : 'zh';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

const style = `body{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:0;background:#f2f5f4;color:#1c2b27}
main{max-width:22rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:12px;box-shadow:0 2px 16px #0001}
@media(max-width:400px){main{margin:0;min-height:100vh;border-radius:0;box-sizing:border-box}}
h1{font-size:1.35rem;margin:0 0 1.25rem}label{display:block;margin:0 0 1rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.65rem;margin-top:.25rem;border:1px solid #74857f;border-radius:8px}
button{font:inherit;width:100%;padding:.75rem;border:0;border-radius:8px;background:#0b6b53;color:#fff}
.notice{background:#fdecea;color:#8c1d13;padding:.65rem;border-radius:8px;margin:0 0 1rem}`;

const page = (
  language: Language,
  body: string,
) => `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${words[language].title}</title>
<style>${style}</style></head><body><main><h1>安居 Anju</h1>${body}</main></body></html>`;

const noticeHtml = (language: Language, notice?: Notice) =>
  notice ? `<p class="notice" role="alert">${words[language][notice]}</p>` : '';

/** The sign-in form; what was typed as login stays. */
export function signInPage(
  language: Language,
  form: { action: string; login: string; notice?: Notice },
): string {
  const w = words[language];
  return page(
    language,
    `${noticeHtml(language, form.notice)}<form method="post" action="${safe(form.action)}">
<label>${w.login}<input type="text" name="login" value="${safe(form.login)}" autocomplete="username" required autofocus></label>
<label>${w.password}<input type="password" name="password" autocomplete="current-password" required></label>
<button type="submit">${w.submit}</button></form>`,
  );
}

export const noticePage = (language: Language, notice: Notice): string =>
  page(language, noticeHtml(language, notice));

/** Asks before signing out; `form` is the issuer's own, with its protection against forgery. */
export const signOutPage = (language: Language, form: string): string =>
  page(
    language,
    `<p>${words[language].leave}</p>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">${words[language].leaveButton}</button>`,
  );
