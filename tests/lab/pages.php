<?php
// Saves the pages of a JSON file: each with an old and a new revision. Prints their revision ids and the byte changes.
// Usage: php pages.php --file pages.json, with MW_INSTALL_PATH and MW_CONFIG_FILE in the environment.
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use Wikimedia\Timestamp\ConvertibleTimestamp;

class SavePages extends Maintenance {
	public function __construct() {
		parent::__construct();
		$this->addOption( 'file', 'the pages', true, true );
	}

	public function execute() {
		$saved = [];
		$groups = MediaWikiServices::getInstance()->getUserGroupManager();
		foreach ( [ 'Editor', 'Mill keeper' ] as $name ) {
			$user = User::createNew( $name );
			foreach ( [ 'sysop', 'bot' ] as $group ) {
				$groups->addUserToGroup( $user, $group );
			}
		}
		foreach ( json_decode( file_get_contents( $this->getOption( 'file' ) ), true ) as $page ) {
			// The list of deleted revisions tells them by their times.
			ConvertibleTimestamp::setFakeTime( time() - 3600 );
			$old = $this->save( $page['title'], $page['old'], 'Admin', 'begin the page', false );
			ConvertibleTimestamp::setFakeTime( false );
			$new = $this->save( $page['title'], $page['new'], $page['user'], 'mend [[the page]]', $page['minor'] );
			if ( $page['tags'] ) {
				ChangeTags::addTags( $page['tags'], null, $new );
			}
			$time = MediaWikiServices::getInstance()->getRevisionLookup()->getRevisionById( $new )->getTimestamp();
			$saved[] = [ 'title' => $page['title'], 'old' => $old, 'new' => $new, 'time' => $time ];
		}
		DeferredUpdates::doUpdates();
		echo json_encode( $saved ), "\n";
	}

	private function save( $title, $text, $name, $summary, $minor ) {
		$user = User::newFromName( $name, false );
		$page = MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( Title::newFromText( $title ) );
		$updater = $page->newPageUpdater( $user );
		$updater->setContent( SlotRecord::MAIN, ContentHandler::makeContent( $text, $page->getTitle() ) );
		$flags = $minor && !$user->isAnon() ? EDIT_MINOR : 0;
		return $updater->saveRevision( CommentStoreComment::newUnsavedComment( $summary ), $flags )->getId();
	}
}

$maintClass = SavePages::class;
require_once RUN_MAINTENANCE_IF_MAIN;
