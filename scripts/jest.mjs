// Some of the tests, with what is running: npm run jest -- FOLDER [-t NAME]
import { foreground, install, jest } from './prepare.mjs';

install();
process.exitCode = await foreground([...jest, ...process.argv.slice(2)]);
