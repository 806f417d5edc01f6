/* Dates of calendar files as libical finds them: the reader of GNOME, of KDE and of
 * Thunderbird's former core.
 * For each file named: a line "FILE name", then a line "START END" for each date. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4000

struct found { char uid[256]; time_t planned; struct icaltimetype start, end; int off; };
static struct found dates[MOST];
static int count;

static struct icaltimetype in_utc(struct icaltimetype t)
{
    return t.is_date ? t : icaltime_convert_to_zone(t, icaltimezone_get_utc_timezone());
}

static void add(const char *uid, time_t planned, struct icaltimetype s, struct icaltimetype e, int off)
{
    if (count == MOST) exit(3);
    struct found *one = &dates[count++];
    snprintf(one->uid, sizeof one->uid, "%s", uid);
    one->planned = planned;
    one->start = in_utc(s);
    one->end = in_utc(e);
    one->off = off;
}

static void each_date(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)data;
    int is_day = icalcomponent_get_dtstart(event).is_date;
    const icaltimezone *utc = icaltimezone_get_utc_timezone();
    struct icaltimetype s = icaltime_from_timet_with_zone(span->start, is_day, utc);
    struct icaltimetype e = icaltime_from_timet_with_zone(span->end, is_day, utc);
    if (is_day) e = icaltime_add(s, icaltime_subtract(icalcomponent_get_dtend(event), icalcomponent_get_dtstart(event)));
    add(icalcomponent_get_uid(event), span->start, s, e, 0);
}

static int is_off(icalcomponent *event)
{
    return icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
}

static void read_events(icalcomponent *calendar)
{
    struct icaltimetype from = icaltime_from_string("20251201T000000Z");
    struct icaltimetype to = icaltime_from_string("20280201T000000Z");
    icalcomponent *e;
    for (e = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
        if (!icalcomponent_get_first_property(e, ICAL_RECURRENCEID_PROPERTY) && !is_off(e))
            icalcomponent_foreach_recurrence(e, from, to, each_date, NULL);
    for (e = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); e;
         e = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        icalproperty *id = icalcomponent_get_first_property(e, ICAL_RECURRENCEID_PROPERTY);
        if (!id) continue;
        struct icaltimetype planned = in_utc(icalproperty_get_datetime_with_component(id, e));
        time_t at = icaltime_as_timet_with_zone(planned, icaltimezone_get_utc_timezone());
        for (int n = 0; n < count; n++)
            if (dates[n].planned == at && !strcmp(dates[n].uid, icalcomponent_get_uid(e)))
                dates[n].off = 1;
        add(icalcomponent_get_uid(e), at, icalcomponent_get_dtstart(e), icalcomponent_get_dtend(e), is_off(e));
    }
}

int main(int argc, char **argv)
{
    for (int n = 1; n < argc; n++) {
        FILE *file = fopen(argv[n], "rb");
        if (!file) return 2;
        static char text[1 << 22];
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
        printf("FILE %s\n", argv[n]);
        icalcomponent *calendar = icalparser_parse_string(text);
        if (!calendar) continue;
        count = 0;
        read_events(calendar);
        for (int d = 0; d < count; d++)
            if (!dates[d].off)
                printf("%s %s\n", icaltime_as_ical_string(dates[d].start), icaltime_as_ical_string(dates[d].end));
        icalcomponent_free(calendar);
    }
    return 0;
}
