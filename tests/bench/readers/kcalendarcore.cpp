// Dates of calendar files as KDE's KCalendarCore finds them (Kontact, Merkuro).
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <KCalendarCore/OccurrenceIterator>
#include <QCoreApplication>
#include <QFile>
#include <QTextStream>

using namespace KCalendarCore;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);
    const QDateTime from(QDate(2025, 12, 1), QTime(), Qt::UTC), to(QDate(2028, 2, 1), QTime(), Qt::UTC);
    for (int n = 1; n < argc; ++n) {
        QFile file(QString::fromLocal8Bit(argv[n]));
        if (!file.open(QIODevice::ReadOnly)) return 2;
        MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone::utc()));
        out << "FILE " << argv[n] << "\n";
        if (!ICalFormat().fromRawString(calendar, file.readAll())) continue;
        OccurrenceIterator it(*calendar, from, to);
        while (it.hasNext()) {
            it.next();
            const Event::Ptr event = it.incidence().dynamicCast<Event>();
            if (!event || event->status() == Incidence::StatusCanceled) continue;
            const QDateTime start = it.occurrenceStartDate();
            if (event->allDay()) {
                const qint64 days = event->dtStart().date().daysTo(event->dtEnd().date()) + 1;
                out << start.date().toString("yyyyMMdd") << " " << start.date().addDays(days).toString("yyyyMMdd") << "\n";
                continue;
            }
            const QDateTime end = start.addSecs(event->dtStart().secsTo(event->dtEnd()));
            out << start.toUTC().toString("yyyyMMdd'T'HHmmss'Z'") << " " << end.toUTC().toString("yyyyMMdd'T'HHmmss'Z'") << "\n";
        }
    }
    return 0;
}
