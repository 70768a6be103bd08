"""Words that stand in the first million guesses, alone or in pairs. Written for this project; data, not code."""

from __future__ import annotations

import re

_WORDS = """
    a about above access account ace action active adam admin administrator adventure after again air airplane alan
    album alert alex alexander alexandra alexis alfred alice alien alison all allen allison alpha always am amanda
    amazing amber amelia america american amy an analyst anastasia anchor and andrea andreas andrew android andy angel
    angela angelo angels angie animal anita ann anna annabelle anne annie another anthony antonio anything apollo
    apple apples apricot april aqua arch archie are area arena aries arizona army arsenal arthur artist arts as asdf
    asdfgh asdfghjkl ashley asia asshole assist at athena atlanta atlantis attack aubrey august aurora austin
    australia austria auto autumn avatar away awesome azerty babies baby babygirl babylon back backup bacon bad badboy
    badger bailey baker ball balloon bamboo banana bananas bandit bank barbara barbie barcelona barney baron barry
    baseball basket basketball bass bastard bat batman battle beach beagle bean bear bears beast beatles beatrice
    beautiful beauty beaver bee beer bella belle ben benjamin berlin bernard bernie bert best beta beth betty bicycle
    big bigboy bigdaddy bike bill billy bingo bird birdie birds birthday biscuit bishop bitch black blackbird blackcat
    blackjack blade blink blonde blood blossom blue bluebird blues bmw boat bob bobby body bond bonita bonnie boo book
    books booster boots boris boss boston bottle bowling box boxer boxing boy boys brad bradley brandon brandy brasil
    brave bravo brazil bread brenda brian bridge bright bristol britain british broken brooklyn brother brothers brown
    bruce bruno bubba bubble bubbles buddy buffalo bull bulldog bullet bunny burger burton business busted buster
    butter buttercup butterfly button by cactus cake california calvin cambridge camel camera cameron camille camp
    canada cancer candle candy canon captain car caravan cardiff cardinal carl carlos carmen carol carolina caroline
    carpet carrie carrot carter cartman casey casino casper castle cat catherine cathy cats celine celtic center
    central centre chair challenge champion chance chandler change changeme chaos charles charlie charlotte chase
    cheese chelsea cherry chess chester chicago chicken chief child children china chloe chocolate choose chopper
    chris christ christian christina christine christmas christopher chuck church cinderella cinema circle city claire
    clara clarence classic claude claudia clean clear clever clinic clinical clinton clock close cloud clover club
    coach cobra cocacola coco coconut coffee cold colin college collins color colorado colour columbia comet comfort
    company compaq computer condor connect connor contact control cookie cookies cool cooper copper corner corona
    correct corvette cosmos cotton country courage course court cow cowboy cowboys coyote crazy cream creative cricket
    cristina cross crown cruise crystal cupcake custom cyber cyprus daddy daisy dakota dallas damian dan dance dancer
    dandelion danger daniel daniela danielle danny darcy dark darkness darling dash data database dave david dawn day
    days dead dean dear death debbie december default defender delta demo demon denis denise dennis denver depeche
    derek desert design desktop destiny detroit devil dexter diablo diamond diana diane dick diego diesel digital
    dilbert dirty disco discovery disney diver dixie do doctor dodge dog dogs dollar dolphin dolphins domain dominic
    don donald donkey donna dorothy dota double douglas down dragon dragons dream dreamer dreams drive driver drum
    drummer duck duke dusty dutch dylan eagle eagles early earth east easter easy eclipse eddie eden edgar edinburgh
    edward edwards egypt eight einstein elaine eleanor electric elephant eleven elijah elizabeth ella ellen elliot
    elvis email emerald emily emma emperor empire enemy energy engine engineer england english enigma enjoy enter
    entrance eric erica erik erin ernest escape essex estrella eternity ethan eugene euro europe eva evan eve evelyn
    ever everton every everything evil example excel excellent exit explorer express extra extreme face facebook fairy
    faith falcon falcons fall fallen family famous fancy fantastic fantasy farm farmer fashion fast fat father
    favorite favourite february felicia felix female fender ferrari fiction field fiesta fifteen fifty fight fighter
    file finance finger finland fire fireball firebird fireman first fish fisher fishing fitness five flame flamingo
    flash fletcher flight flipper florence florida flower flowers fluffy fly flying folder football for ford forest
    forever forget forgot formula fortune forty forward foster four fox foxes foxtrot france frances francis francisco
    frank frankie franklin fred freddie freddy free freedom french fresh friday friend friends friendship frog frogs
    from frosty fruit fuck fucker fuckme fuckoff fuckyou full fun funky funny future gabriel galaxy galileo game gamer
    games gandalf garage garden garfield gary gas gates gateway gemini general generic genesis genius gentle george
    georgia georgie gerald german germany get ghost giant giants gibson gilbert ginger giraffe girl girls give glasgow
    glass global glory go goat god goddess godzilla gold golden goldfish golf golfer good goodbye goodluck google
    gordon gorgeous gorilla government grace grand grandma granite grant grape grapes grass great greece green greg
    gregory grey group grow guard guardian guess guest guinness guitar gun gunner gypsy hacker hair half hallo hamburg
    hamilton hammer hamster hand handsome hannah happiness happy hard hardcore harley harmony harold harrison harry
    harvard harvey hate hawaii hawk hazel head health healthcare heart hearts heat heather heaven hector heidi helen
    helena hell hello hellokitty help helpdesk helpme hendrix henry her hercules here hermione hero hi hidden high
    hill hiphop history hockey holiday holly hollywood home homer honda honey honeybee hong hope horizon horse horses
    hospital hot hotdog hotel hotmail house houston how howard hudson hugo human hummer hunter hunting husband hydra i
    ian ice icecream iceman idea if ignacio illusion iloveyou image imagine immortal in india indian indiana indigo
    infant infinity info inside internet into invisible iphone ipswich ireland irene iris irish iron ironman is isaac
    isabel isabella island israel it italia italian italy jack jackass jackie jackson jacob jade jaguar jake jamaica
    james jamie jan jane janet january japan jasmine jason jasper java jazz jean jeff jeffrey jenna jennifer jenny
    jeremy jerome jerry jersey jessica jessie jesus jet jewel jill jim jimmy joan joanna joe joel john johnny johnson
    join joker jonathan jones jordan jose joseph josh joshua journey joy joyce juan judith judy juice julia julian
    julie juliet july jumbo jump june jungle junior jupiter just justice justin karate karen karina karl kate
    katherine kathleen kathryn kathy katie kawasaki keep keith kelly ken kennedy kenneth kenny kent kermit kerry kevin
    key keyboard kid kids kill killer kim kimberly kind king kingdom kings kingston kirsty kiss kitchen kitten kitty
    kiwi knight knights korea kristen kristina kyle ladies lady lake lamb lancer land language lara larry laser last
    laura lauren laurence lavender law leader leaf leah learn leather lee leeds legend legends leicester lemon leo
    leon leonard leonardo leopard leslie let letmein letter lewis lexus liberty library life light lightning like
    lillian lily lincoln linda link linux lion lionel lions lisa little live liverpool living lizard lizzie logan
    logic login logon lol lola lollipop london lonely long look looking lord lorenzo loser lost lotus louis louise
    love lovely loveme lover lovers loving lucas lucifer lucky lucy luke luna lynn mac machine mad madison madonna
    madrid maestro maggie magic magnolia magnum mail maine major make malcolm male malibu man management manager
    manchester mandy mango marathon marble marcel march marco marcus margaret maria mariah marie marina marine mario
    marion marisa marjorie mark market marlboro mars marseille marshall martha martin marvel marvin mary mask mason
    massage master masters match material matrix matt matthew maurice maverick max maximum maxwell may maya me meadow
    medical medicine medium melanie melissa melody member memory men mercedes mercury merlin mexico miami michael
    michel michelle michigan mickey microsoft midnight miguel mike milan military milk millennium miller millie
    million mine minecraft mini minister minnie mint miracle mirror misery miss mission mississippi mister misty
    mobile model modem modern mom moment monaco monday money monica monika monitor monkey monkeys monster montana moon
    moonlight moose more morgan morning morris moscow mother motor motorola mountain mouse movie mozart muffin
    multimedia mum mummy murphy music musical mustang my myself mystery naked name nancy naples napoleon naruto
    natalie natasha nathan nathaniel nation nature navy nelson nemesis neptune network never new newcastle newpass
    newton newyork next nicholas nick nicola nicolas nicole nigel night nightmare nike nikita nina nine ninja nintendo
    nirvana no nobody nokia none nora normal norman north northern norway nothing november now nugget number nurse
    nursery nurses ocean october of office officer ohio ok okay old oliver olivia olympic omega on one online only
    open opera operator option orange orchid oregon orlando oscar other otter our out outlaw over owen owl oxford
    pacific packard packers page painter palace palmer pamela panda pandora panic panther panthers paper paradise
    parent parents paris parker parrot party pascal pass passion passport passw passwd password passwords patricia
    patrick paul paula pauline peace peaceful peach peaches peanut pearl pedro peewee pegasus penguin penguins penis
    pentium people pepper pepsi percy perfect perry person pet peter peterson petra phantom phil philip phillip
    phoenix phone photo piano picasso pickle picture pierre pig piglet pilot pink pioneer pirate pirates pizza plane
    planet plastic platinum play playboy player please plymouth poker poland polar police polly polo pony pooh
    poohbear pool pop popcorn poppy porn porsche port porter portland portugal power powerful precious premier present
    preston pretty prince princess printer prison private problem profit program programme prometheus protect proud
    public pumpkin punk puppy purple pussy puzzle pyramid python qazwsx quality quantum queen queens quest question
    quick quiet qwerty qwertyuiop qwertz rabbit race rachel racing radar radio raiders rain rainbow rainbows ralph
    ranger rangers raphael raptor raven raymond reading real reality rebecca rebel record red redbull redskins redsox
    reggie regina register reliance remember renault renee republic reset respect return revolution rhino ricardo
    richard rick ricky rider right river riverside road robert roberta roberto robin robinson robot rock rocker rocket
    rockstar rocky rodney roger roland roll roman romance romeo ronald ronnie roof room root rose rosebud rosemary
    roses rosie ross rover roxanne roy royal ruby rudolf rugby rule run runner running rush russell russia russian
    ruth ryan sabrina safe safety sailing sailor saint salasana sally salmon salvador sam samantha sammy samson
    samsung samuel san sandra sandy santa santiago sapphire sara sarah sasha satan saturday saturn savannah scarlet
    scarlett school science scooby scooter scorpio scorpion scotland scott scottish scout scream sean search seattle
    second secret secrets secure security see select senior september serena sergio servant server service session
    seven seventeen seventy sex sexy shadow shadows shakespeare shalom shane shannon shark sharks sharon shaun she
    sheffield sheila shelby shelly sheriff sherlock sherry shift shine ship shirley shit shoes shopping short shorty
    show shower sierra silence silent silver silvia simba simon simone simple simpson simpsons sing singer single
    sister sisters six sixteen sixty skate skateboard skater ski skipper sky skywalker slayer sleep slick slipknot
    slow small smart smile smiley smith smoke smokey snake snicker snickers sniper snoopy snow snowball snowboard
    snowflake snowman soccer social socrates softball software soldier solution some someone something somewhere son
    song sonia sonic sophia sophie soul sound south southern space spain spanish spanky sparky sparrow special speed
    speedy spencer spider spiderman spike spirit spitfire sport sports spring springs sprint spurs square squirrel
    stacey standard stanley star starfish stargate start starwars state station steel stella stephanie stephen steve
    steven stewart sting stone storm stranger strawberry street strike strong student stupid success sugar summer sun
    sunday sunderland sunflower sunny sunrise sunset sunshine super superman superstar superuser support surf surfer
    surfing susan susie suzanne suzuki swansea sweden sweet sweetheart sweetie sweety swimming swiss switch sword
    swordfish sydney sylvia symbol system tango tara tardis target tasha taurus taylor tazmania tea teacher team tech
    teddy teddybear teen temp temporary temppass ten tennis tequila teresa terminator terry test tester testing
    testtest texas thank thanks that the theman theodore there theresa thing think thirteen thirty this thomas
    thompson three thumper thunder thursday tiffany tiger tigers tigger tim time timothy tina tinker tinkerbell
    titanic titanium titans to toby today together tokyo tom tommy tony top topgun topsecret toronto tottenham toyota
    tracey tracy train trainee trainer training trance transfer travel treasure tree trees trevor trial tricia trinity
    triple trixie trojan tropical trouble troy truck true trust trustno trustnoone truth try tucker tuesday turbo
    turkey turtle twelve twenty twilight twitter two tyler ultimate ultra umbrella uncle under undertaker unicorn
    union united unity universe university unknown up upgrade user username valentin valentina valentine valerie
    vampire vanessa vanilla vegas velvet venice venus vera verbatim veronica vertigo viagra victor victoria victory
    video vienna vikings village vincent viola violet violin viper virgin virginia virtual virus vision vista volcano
    volleyball voyager wales walker wall wallace walter wanker warcraft warlock warrior warriors washington watch
    water waterloo watermelon watson wave wealth web webmaster wedding wednesday week weekend welcome wellness wendy
    west western westham whale what whatever wheels when where whiskey whisky white who why wicked wild wildcat
    wildlife will william williams willie willow wilson win windows wine winner winnie winning winston winter wisdom
    witch with wizard wolf wolves woman women wonder wonderful wonderland wood woods woody work worker working
    workshop world worship wrestler wrestling writer xavier xbox xena yahoo yamaha yankee yankees year years yellow
    yes yesterday you young your yourself youth yvonne zachary zebra zenith zero zidane zigzag zoe zombie zone zorro
"""
COMMON_WORDS: frozenset[str] = frozenset(re.findall(r"[a-z]+", _WORDS))
