// The grammar of the colours is kept in `grammar/` at the top of the repository; a package needs a copy.
'use strict';

const { copyFileSync } = require('fs');
const { join } = require('path');

for (const name of ['gouji.tmLanguage.json', 'language-configuration.json']) {
  copyFileSync(join(__dirname, '..', '..', 'grammar', name), join(__dirname, name));
}
for (const name of ['LICENSE', 'LICENSE-MIT', 'LICENSE-APACHE']) {
  copyFileSync(join(__dirname, '..', '..', name), join(__dirname, name));
}
