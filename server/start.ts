/** What `npm start` runs, made into plain modules beforehand by `server/build.ts`. */
import { runProgram } from './main.ts';

runProgram();
