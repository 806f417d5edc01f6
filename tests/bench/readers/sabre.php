<?php
// Dates of calendar files as sabre/vobject finds them (Nextcloud, ownCloud, Baïkal).
// Its autoload file, then the files.
error_reporting(E_ALL & ~E_DEPRECATED);
require $argv[1];
$utc = new DateTimeZone('UTC');

function written(Sabre\VObject\Property $property): string
{
    $is_day = (string) $property['VALUE'] === 'DATE';
    $moment = $property->getDateTime();
    return $is_day ? $moment->format('Ymd') : $moment->setTimezone(new DateTimeZone('UTC'))->format('Ymd\THis\Z');
}

foreach (array_slice($argv, 2) as $file) {
    echo "FILE $file\n";
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    $calendar->expand(new DateTime('2025-12-01', $utc), new DateTime('2028-02-01', $utc));
    foreach ($calendar->VEVENT ?? [] as $event) {
        if ((string) $event->STATUS !== 'CANCELLED') {
            echo written($event->DTSTART), ' ', written($event->DTEND), "\n";
        }
    }
}
