// Dates of calendar files as ical.js finds them (Thunderbird, Nextcloud Calendar).
// Its module's path, then the files.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , library, ...files] = process.argv;
const { default: ICAL } = await import(pathToFileURL(library).href);

function written(time) {
  if (time.isDate) return time.toString().replaceAll("-", "");
  return time.toJSDate().toISOString().replace(/[-:]|\.000/g, "");
}

function show(event, start, end) {
  if (event.component.getFirstPropertyValue("status") === "CANCELLED") return;
  console.log(written(start), written(end));
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  const masters = events.filter((event) => !event.isRecurrenceException());
  for (const event of events.filter((each) => each.isRecurrenceException())) {
    const master = masters.find((each) => each.uid === event.uid);
    if (master) master.relateException(event);
    else show(event, event.startDate, event.endDate);
  }
  for (const event of masters) {
    if (!event.isRecurring()) {
      show(event, event.startDate, event.endDate);
      continue;
    }
    const dates = event.iterator();
    for (let next = dates.next(); next; next = dates.next()) {
      const found = event.getOccurrenceDetails(next);
      show(found.item, found.startDate, found.endDate);
    }
  }
}

for (const file of files) {
  console.log("FILE", file);
  read(readFileSync(file, "utf8"));
}
