import { expect, it } from 'vitest';
import { literal, quoted } from '../../../src/text/terraform.ts';

it('keeps Terraform from reading templates in text', () => {
  expect(literal(`$ \${a} %{if} $\${b}`)).toBe(`$ $\${a} %%{if} $$\${b}`);
  expect(quoted(`a"b\\ \${c}`)).toBe(`"a\\"b\\\\ $\${c}"`);
});
