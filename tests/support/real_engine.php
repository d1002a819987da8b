<?php
// Prints the rows of MediaWiki's own diff engines. Reads one JSON object a line: {"engine", "old", "new"}, with the engine
// "wikidiff2" or "php". Answers with one JSON list a line: [old, new] for a header with the line numbers of both sides,
// [old text or null, new text or null, is context] for a row.

const FOLDERS = [ '/usr/share/mediawiki/includes/diff', '/usr/share/mediawiki/includes/Diff' ];

spl_autoload_register( function ( $class ) {
	$name = substr( strrchr( "\\$class", '\\' ), 1 );
	foreach ( FOLDERS as $folder ) {
		if ( is_file( "$folder/$name.php" ) ) {
			require_once "$folder/$name.php";
		}
	}
} );

function wfDebug() {
}

// As much of MediaWiki's class as its table needs.
class Html {
	static function rawElement( $name, $attributes = [], $content = '' ) {
		$text = '';
		foreach ( $attributes as $attribute => $value ) {
			$text .= " $attribute=\"" . implode( ' ', (array)$value ) . '"';
		}
		return $name === 'br' ? '<br>' : "<$name$text>$content</$name>";
	}

	static function element( $name, $attributes = [], $content = '' ) {
		return self::rawElement( $name, $attributes, htmlspecialchars( $content, ENT_NOQUOTES ) );
	}
}

function print_table( $engine, $old, $new ) {
	if ( $engine === 'wikidiff2' ) {
		return wikidiff2_do_diff( $old, $new, 2 );
	}
	$diff = new Diff( explode( "\n", $old ), explode( "\n", $new ) );
	return ( new TableDiffFormatter() )->format( $diff );
}

function read_rows( $table ) {
	$rows = [];
	preg_match_all( '~<tr>(.*?)</tr>~s', $table, $found );
	foreach ( $found[1] as $row ) {
		if ( preg_match_all( '~<!--LINE (\d+)-->~', $row, $numbers ) === 2 ) {
			$rows[] = array_map( 'intval', $numbers[1] );
			continue;
		}
		preg_match_all( '~<td[^>]* class="diff-(deletedline|addedline|context)( [^"]*)?"[^>]*>(.*?)</td>~s', $row, $cells, PREG_SET_ORDER );
		$sides = [ null, null, false ];
		foreach ( $cells as $at => [ , $kind, , $content ] ) {
			$text = html_entity_decode( preg_replace( '~<[^>]*>~', '', $content ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
			$sides[ $kind === 'context' ? $at : (int)( $kind === 'addedline' ) ] = $text;
			$sides[2] = $kind === 'context';
		}
		$rows[] = $sides;
	}
	return $rows;
}

while ( ( $line = fgets( STDIN ) ) !== false ) {
	$asked = json_decode( $line, true, 512, JSON_THROW_ON_ERROR );
	$rows = read_rows( print_table( $asked['engine'], $asked['old'], $asked['new'] ) );
	fwrite( STDOUT, json_encode( $rows, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) . "\n" );
	fflush( STDOUT );
}
