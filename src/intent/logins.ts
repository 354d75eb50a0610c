import { settingsLayers } from '../profile/rules/settings-layers.ts';
import type { Lint } from './lint.ts';

const sshdFile = /^\/etc\/ssh\/sshd_config(\.d\/[^/]+)?$/;
/** sshd_config(5); a key is followed by blanks or one equals sign, and its case does not matter. */
const passwords =
  /^[ \t]*((PasswordAuthentication|PermitEmptyPasswords|KbdInteractiveAuthentication|PermitRootLogin)[ \t]*[= \t][ \t]*"?yes"?)[ \t]*(#.*)?$/im;

/** Logins are by SSH key. Reports intent/no-login, intent/password-login and intent/ssh-password. */
export const lintLogins: Lint = ({ profile, sources }, diagnostics) => {
  for (const { settings, path } of settingsLayers(profile)) {
    for (const [index, user] of (settings?.users ?? []).entries()) {
      const { name = '', sshKeys = [], passwordHash } = user ?? {};
      if (sshKeys.length > 0) continue;
      const code = passwordHash === undefined ? 'intent/no-login' : 'intent/password-login';
      diagnostics.report(code, [...path, 'users', index, 'name'], { user: name });
    }
    for (const [index, file] of (settings?.files ?? []).entries()) {
      if (file?.path === undefined || !sshdFile.test(file.path)) continue;
      const text = file.content ?? sources.get(file.source ?? '') ?? '';
      const setting = passwords.exec(text)?.[1];
      if (setting === undefined) continue;
      const args = { file: file.path, setting };
      diagnostics.report('intent/ssh-password', [...path, 'files', index, 'path'], args);
    }
  }
};
